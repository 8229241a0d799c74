using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Storage.Protection;

/// <summary>One 256-bit secret of the key ring; the working keys of every purpose are derived from it.</summary>
/// <param name="Id">Short stable name written beside everything the key protects, such as <c>2026-01</c>; 1 to 40 characters.</param>
/// <param name="Secret">Exactly 32 random bytes.</param>
[SuppressMessage("Usage", "CA2227", Justification = "A record of values.")]
public sealed record StorageKey(string Id, ReadOnlyMemory<byte> Secret)
{
    /// <summary>The length of <see cref="Secret"/> in bytes.</summary>
    public const int SecretLength = 32;

    /// <summary>Names the key, never its secret.</summary>
    public override string ToString() => $"StorageKey {Id}";
}

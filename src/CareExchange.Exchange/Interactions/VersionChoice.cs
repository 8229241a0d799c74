using System.Globalization;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>If-Match with several ETags (RFC 7232 3.1): whichever of them is current has to stay so until the write.</summary>
/// <remarks>Says nothing to the caller: what they may write, and see of it, is judged by the write.</remarks>
public sealed class VersionChoice(ResourceStore store)
{
    /// <summary>As the version that must be current: none ever is.</summary>
    public const long Never = -1;

    /// <summary>The one of the versions that is current.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="versions">The versions named.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version; <see cref="Never"/> where none of them is.</returns>
    public async Task<long> OfAsync(string type, string id, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        Of(versions, await store.ReadAsync(type, id, cancellationToken));

    /// <summary>The same of what was read, or found by a condition, already.</summary>
    public static long Of(IReadOnlyList<long> versions, StoredResource? current) => current is not null && versions.Contains(current.Version) ? current.Version : Never;

    /// <summary>The versions of a list of ETags where it names several; empty for one, for none, and where one of them is an asterisk.</summary>
    public static IReadOnlyList<long> Several(string? tags)
    {
        string[] parts = tags?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return parts.Length < 2 || parts.Contains("*") ? [] : [.. parts.Select(part => Version(part) ?? Never)];
    }

    /// <summary>The version that one ETag names; null where it cannot be read. Ours are weak; whoever leaves out the W/ or the quotes means the same version.</summary>
    public static long? Version(string tag)
    {
        var text = tag.AsSpan().Trim();
        if (text.StartsWith("W/", StringComparison.Ordinal)) text = text[2..];
        return long.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}

using System.Collections.Frozen;

namespace CareExchange.Storage.Protection;

/// <summary>Bodies of resources that say how somebody can be reached stand sealed in their column; all others stand as they are. Thread-safe.</summary>
/// <remarks>An envelope begins with its version, a resource with a brace: what is read tells by its first byte which of them it is, and what older versions stored goes on being read.
/// An envelope is bound to the type and id of its resource, so that rows cannot be swapped.</remarks>
internal sealed class SealedBodies(KeyRing keys)
{
    /// <summary>What a sealed body begins with.</summary>
    public const byte Mark = 1;

    // Always, so that whether somebody has a telephone does not show in the column either.
    private static readonly FrozenSet<string> Types = FrozenSet.Create(StringComparer.Ordinal, "Patient", "Person", "RelatedPerson", "Practitioner", "PractitionerRole");

    /// <summary>The bytes as the column keeps them.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="isOfPerson">True for what belongs to a person's record.</param>
    /// <param name="json">The resource; empty for a tombstone.</param>
    public byte[] Seal(string type, string id, bool isOfPerson, byte[] json) =>
        IsSealed(type, isOfPerson, json) ? keys.Encrypt(ProtectionPurpose.Body, Context(type, id), json) : json;

    /// <summary>Undoes <see cref="Seal"/>; what was never sealed comes back as it is.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes are damaged, belong to another resource, or their key is not in the ring.</exception>
    public byte[] Open(string type, string id, byte[] stored) =>
        stored is [Mark, ..] ? keys.Decrypt(ProtectionPurpose.Body, Context(type, id), stored) : stored;

    /// <summary>The bytes under the newest key; null where they stand as they should.</summary>
    public byte[]? Renew(string type, string id, bool isOfPerson, byte[] stored)
    {
        if (stored is [Mark, ..]) return KeyRing.KeyIdOf(stored) == keys.NewestId ? null : keys.Encrypt(ProtectionPurpose.Body, Context(type, id), Open(type, id, stored));
        return IsSealed(type, isOfPerson, stored) ? Seal(type, id, isOfPerson, stored) : null;
    }

    // Elsewhere a contained person, or an answer, may tell how somebody is reached; a directory of services tells everybody.
    private static bool IsSealed(string type, bool isOfPerson, ReadOnlySpan<byte> json) =>
        json.Length > 0 && (Types.Contains(type) || (isOfPerson && (json.IndexOf("\"telecom\""u8) >= 0 || json.IndexOf("ContactPoint\""u8) >= 0)));

    private static string Context(string type, string id) => $"{type}/{id}";
}

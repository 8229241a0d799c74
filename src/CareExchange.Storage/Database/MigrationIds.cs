using System.Reflection.Metadata;

namespace CareExchange.Storage.Database;

/// <summary>The ids of this assembly's migrations, read as they stand in its metadata: to ask the types would load every one of them, and EF Core with them.</summary>
internal static class MigrationIds
{
    private const string Attribute = "MigrationAttribute";

    // ECMA-335 II.23.3: what is given to an attribute's constructor begins with this.
    private const ushort Prolog = 1;

    /// <summary>All of them, in no order.</summary>
    public static unsafe IReadOnlyList<string> All()
    {
        var assembly = typeof(MigrationIds).Assembly;
        if (!assembly.TryGetRawMetadata(out var blob, out var length)) throw new InvalidOperationException("The assembly has no metadata to read.");
        var ids = new List<string>();
        var reader = new MetadataReader(blob, length);
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition || attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var type = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (type.Kind != HandleKind.TypeReference || !reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)type).Name, Attribute)) continue;
            var given = reader.GetBlobReader(attribute.Value);
            if (given.ReadUInt16() == Prolog && given.ReadSerializedString() is { } id) ids.Add(id);
        }

        GC.KeepAlive(assembly);
        return ids;
    }
}

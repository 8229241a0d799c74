using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Finds the schema node of each property while the JSON is read.</summary>
internal readonly struct SchemaTagger(Schema schema, string? rootType) : ITokenTagger
{
    public int Root(ReadOnlySpan<byte> json, int start)
    {
        var type = rootType ?? ResourceTypeScan.Find(json, start);
        return type is null ? 0 : schema.FindRoot(type)?.Tag ?? 0;
    }

    public int Enter(int tag, ReadOnlySpan<byte> json, int start)
    {
        if (schema.Node(tag) is not { IsResource: true }) return tag;
        return ResourceTypeScan.Find(json, start) is { } type ? schema.FindRoot(type)?.Tag ?? 0 : 0;
    }

    public int Property(int content, ReadOnlySpan<byte> name, out bool sibling)
    {
        sibling = false;
        if (schema.Node(content) is not { } node) return 0;
        var names = node.Content();
        if (names.Find(name) is > 0 and var tag) return tag;
        if (name.Length < 2 || name[0] != (byte)'_' || names.Find(name[1..]) is not (> 0 and var twin)) return 0;
        sibling = schema.Node(twin) is { IsPrimitive: true };
        return sibling ? twin : 0;
    }
}

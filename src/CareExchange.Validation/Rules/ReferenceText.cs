using System.Buffers;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Rules;

/// <summary>What the text of a reference tells by itself (R4 references.html#literal).</summary>
internal static class ReferenceText
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The name before the id in <c>[base/]Type/id[/_history/version]</c>; empty for anything else. Whether it is a resource is not asked.</summary>
    public static ReadOnlySpan<char> TypePart(ReadOnlySpan<char> reference)
    {
        if (reference.IndexOfAny('?', '#') >= 0) return default;
        if (reference.IndexOf("/_history/") is >= 0 and var history) reference = reference[..history];
        var slash = reference.LastIndexOf('/');
        if (slash <= 0 || slash == reference.Length - 1) return default;
        var name = reference[..slash];
        name = name[(name.LastIndexOf('/') + 1)..];
        return name is [>= 'A' and <= 'Z', ..] && !name.ContainsAnyExcept(Letters) ? name : default;
    }

    /// <summary>The resource type that a reference names; null where it names none that the schema has.</summary>
    public static string? TypeName(string? reference, Schema schema) =>
        TypePart(reference) is { IsEmpty: false } part && schema.FindType(part.ToString()) is { Kind: TypeKind.Resource, IsConstraint: false } type ? type.TypeName : null;
}

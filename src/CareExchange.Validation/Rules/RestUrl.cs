using System.Buffers;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Rules;

/// <summary>A literal reference in the form of R4 references.html#regex: <c>[base/]Type/id[/_history/version]</c>.</summary>
/// <param name="Base">Everything before the type, with its slash; empty for a relative reference.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Id">The logical id.</param>
/// <param name="Version">The version; null for the current one.</param>
internal sealed record RestUrl(string Base, string Type, string Id, string? Version)
{
    private static readonly SearchValues<char> BaseLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\\.:%$-_/");
    private static readonly SearchValues<char> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>Reads a URL; null where it does not have the form.</summary>
    /// <param name="url">The URL or relative reference.</param>
    /// <param name="schema">Knows the resource types.</param>
    public static RestUrl? Read(string url, Schema schema)
    {
        string? version = null;
        if (url.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var history)
        {
            version = url[(history + 10)..];
            if (!IsId(version)) return null;
            url = url[..history];
        }

        var slash = url.LastIndexOf('/');
        if (slash <= 0 || !IsId(url.AsSpan(slash + 1))) return null;
        var start = url.LastIndexOf('/', slash - 1) + 1;
        var type = url[start..slash];
        if (schema.FindType(type) is not { Kind: TypeKind.Resource, IsConstraint: false, IsAbstract: false } found || found.TypeName != type) return null;
        var address = url[..start];
        return address.Length == 0 || IsBase(address) ? new(address, type, url[(slash + 1)..], version) : null;
    }

    private static bool IsBase(string address) =>
        (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal)) && !address.AsSpan().ContainsAnyExcept(BaseLetters);

    private static bool IsId(ReadOnlySpan<char> id) => id.Length is > 0 and <= 64 && !id.ContainsAnyExcept(IdLetters);
}

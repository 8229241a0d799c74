using System.Collections.Frozen;

namespace CareExchange.Validation.Rules;

/// <summary>Extensions that HL7 has defined for R4 after R4, in a package of their own (profiles/hl7.extensions.txt holds their names).</summary>
/// <remarks>Where the package is not loaded, their content is not judged; that they exist is known.</remarks>
internal static class LaterExtensions
{
    private const string Start = "http://hl7.org/fhir/StructureDefinition/";
    private static readonly Lazy<FrozenSet<string>> Names = new(Read);

    /// <summary>Whether a URL is one of them.</summary>
    public static bool Contains(string url) =>
        url.StartsWith(Start, StringComparison.Ordinal) && Names.Value.GetAlternateLookup<ReadOnlySpan<char>>().Contains(url.AsSpan(Start.Length));

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(LaterExtensions).Assembly.GetManifestResourceStream("hl7.extensions.txt")
            ?? throw new InvalidOperationException("The assembly was built without profiles/hl7.extensions.txt.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}

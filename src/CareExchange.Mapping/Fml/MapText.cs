using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>A map of the FHIR Mapping Language as somebody outside needs it: what it is called, and how it prints.</summary>
/// <param name="Url">The canonical url.</param>
/// <param name="ImportsOthers">True where it cannot run without other maps.</param>
/// <param name="Printed">The text in the language's usual layout; it reads as the same map.</param>
public sealed record MapText(string Url, bool ImportsOthers, string Printed)
{
    /// <summary>Reads a map.</summary>
    /// <param name="text">The text of a .map file.</param>
    /// <returns>The map, or issues of rule <c>fml-…</c> with line and column.</returns>
    public static Outcome<MapText> Read(string text)
    {
        var outcome = FmlParser.Parse(text);
        return outcome.Value is { } map && outcome.Succeeded
            ? Outcome.Success(new MapText(map.Url, map.Imports.Count > 0, FmlPrinter.Print(map)), outcome.Issues)
            : Outcome.Failure<MapText>(outcome.Issues);
    }
}

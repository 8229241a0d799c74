using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Sources;

/// <summary>A partner's message as an element tree, and the way back from each element to the partner's own words.</summary>
/// <param name="document">The tree; for tables over the JSON that their rows were written as.</param>
/// <param name="cells">Of a table: where each value of that JSON came from, by rising offset; null for JSON itself.</param>
internal sealed class SourceMessage(FhirDocument document, SourceCells? cells)
{
    public FhirDocument Document => document;

    /// <summary>Where the value that begins at this offset stands in the message.</summary>
    public SourcePosition Locate(Element element) => cells?.Find(element.Start) ?? new(element.Position.Line, element.Position.Column, element.Path);
}

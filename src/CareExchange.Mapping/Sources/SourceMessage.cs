using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Sources;

/// <summary>A partner's message as an element tree, and the way back from each element to the partner's own words.</summary>
/// <param name="document">The tree; for tables over the JSON that their rows were written as.</param>
/// <param name="rootType">The type it was read as.</param>
/// <param name="cells">Of a format that is no JSON: where each value of the tree came from; null for JSON itself.</param>
internal sealed class SourceMessage(FhirDocument document, string rootType, ISourcePositions? cells)
{
    /// <summary>No type of this name exists, so nothing in a partner's tree is taken for FHIR.</summary>
    public const string Untyped = "(untyped)";

    public FhirDocument Document => document;

    /// <summary>Where an element stands in the message.</summary>
    public SourcePosition Locate(Element element) => cells?.Find(element.Start) ?? new(element.Position.Line, element.Position.Column, element.Path);

    /// <summary>The row of a table that an element stands in; null in any other format.</summary>
    public SourceRow? RowOf(Element element) => cells is SourceCells table && element.Exists ? table.RowOf(element.Start) : null;

    /// <summary>The innermost element at an offset of the tree's JSON.</summary>
    public Element Find(int offset) => Find(document.Root, offset);

    /// <summary>The innermost element at an offset, below one that holds it.</summary>
    public static Element Find(Element found, int offset)
    {
        for (var descends = offset > found.Start; descends;)
        {
            descends = false;
            foreach (var child in found.Children())
            {
                if (child.Start > offset || offset >= child.Start + child.Raw.Length) continue;
                (found, descends) = (child, true);
                break;
            }
        }

        return found;
    }

    /// <summary>The same message with a tree of its own, for use after this one's was given back.</summary>
    public SourceMessage ReadAgain() => new(FhirDocument.Parse(document.Utf8, document.Schema, rootType).Value!, rootType, cells);
}

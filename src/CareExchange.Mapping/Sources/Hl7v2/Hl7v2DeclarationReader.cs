using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>A partner's <c>*.source.json</c> for HL7 v2: its own segments and structures, on top of the standard's.</summary>
internal static class Hl7v2DeclarationReader
{
    private static readonly string[] Top = ["format", "title", "segments", "structures"];

    /// <summary>The dictionary, or issues <c>source-declaration</c> with line and column.</summary>
    public static Outcome<Hl7v2Dictionary> Read(ReadOnlyMemory<byte> utf8, Schema schema)
    {
        var outcome = FhirDocument.Parse(utf8, schema, SourceMessage.Untyped);
        if (outcome.Value is not { } document) return Outcome.Failure<Hl7v2Dictionary>(outcome.Issues);
        using (document)
        {
            foreach (var child in document.Root.Children())
            {
                if (!Top.Contains(child.JsonName, StringComparer.Ordinal)) return Wrong(child, string.Join(", ", Top));
            }

            if (document.Root["format"].Text != "hl7v2") return Wrong(document.Root["format"], "hl7v2");
            Element at = document.Root;
            try
            {
                List<KeyValuePair<string, string>> segments = [], structures = [];
                foreach (var segment in document.Root["segments"].Children())
                {
                    at = segment;
                    if (segment.JsonName.Length != 3 || segment.Text is null) return Wrong(segment, "three letters: name name:TYPE name:TYPE*");
                    segments.Add(new(segment.JsonName, segment.Text));
                }

                foreach (var structure in document.Root["structures"].Children())
                {
                    at = structure;
                    if (structure.Text is null) return Wrong(structure, "MSH EVN PID [ZPD]");
                    _ = Hl7v2Structure.Parse(structure.JsonName, structure.Text);
                    structures.Add(new(structure.JsonName, structure.Text));
                }

                return Hl7v2Dictionary.Standard.With(segments, structures);
            }
            catch (FormatException wrong)
            {
                return Wrong(at, wrong.Message);
            }
        }
    }

    private static Issue Wrong(Element at, string expected) =>
        Issue.Error("structure", "source-declaration", "The declaration of segments is wrong.", "세그먼트 선언이 잘못되었습니다.") with
        {
            Line = at.Exists ? at.Position.Line : 1, Column = at.Exists ? at.Position.Column : 1, Expected = expected, Found = at.Text,
        };
}

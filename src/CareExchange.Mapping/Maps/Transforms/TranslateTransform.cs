using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary>What <c>translate</c> gives back.</summary>
internal enum TranslateOutput
{
    Code,
    System,
    Display,
    Text,
    Coding,
    CodeableConcept,
}

/// <summary><c>translate(x, 'concept map', 'output')</c>: a local code → the code others know. No code vanishes: one that the list lacks is an issue.</summary>
internal sealed class TranslateTransform(TransformArgument source, CodeMap map, TranslateOutput output) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        var (system, code) = CodeOf(value);
        if (code is null) return default;
        var found = map.Translate(system, code);
        if (found is null)
        {
            run.Report(
                "code-invalid", "map-code-unknown", $"The code is not in the list {map.Url}.", $"코드 목록 {map.Url}에 없는 코드입니다.", map.Url, code, value.Origin);
            return default;
        }

        if (found.ByDefault) Warn(run, "map-code-unmapped", "A code is not in the list and was passed on as the list says.", "목록에 없는 코드를 목록의 규칙대로 넘겼습니다.", code, value);
        if (found.Code is null) Warn(run, "map-code-unmatched", "A code has no counterpart in the target list.", "대상 목록에 대응하는 코드가 없습니다.", code, value);
        return Result(run, found, code, OriginOf(run, value));
    }

    private MapValue Result(MapRun run, CodeTranslation found, string code, Element origin)
    {
        var text = output switch
        {
            TranslateOutput.Code => found.Code,
            TranslateOutput.System => found.System,
            TranslateOutput.Display => found.Display,
            TranslateOutput.Text => found.SourceDisplay ?? found.Display,
            _ => null,
        };
        if (output < TranslateOutput.Coding) return text is null ? default : new(text, output == TranslateOutput.Code ? "code" : "string", origin);
        var shapes = run.Map.Shapes;
        if (output == TranslateOutput.Coding)
        {
            if (found.Code is null) return default;
            return found.Coding is { } known ? new(new ElementBuilder(known), origin) : new(Coding(shapes, found), origin);
        }

        return new(found.Concept is { } same ? new ElementBuilder(same) : Concept(shapes, found, code), origin);
    }

    // Of the answers of a list each is kept as what it becomes: one answer belongs to one code. Threads may make it twice; both are alike.
    private static ElementBuilder Coding(TransformShapes shapes, CodeTranslation found)
    {
        var coding = shapes.MakeCoding(found.System, found.Code, found.Display);
        if (!found.ByDefault) found.Coding = ElementTemplate.Of(coding);
        return coding;
    }

    private static ElementBuilder Concept(TransformShapes shapes, CodeTranslation found, string code)
    {
        var concept = new ElementBuilder(shapes.CodeableConcept);
        if (found.Code is not null) concept.Append(shapes.ConceptCoding, shapes.MakeCoding(found.System, found.Code, found.Display));
        if (found.SourceSystem is not null && (found.SourceSystem != found.System || code != found.Code))
        {
            concept.Append(shapes.ConceptCoding, shapes.MakeCoding(found.SourceSystem, code, found.SourceDisplay));
        }

        TransformShapes.Set(concept, shapes.ConceptText, found.SourceDisplay ?? found.Display);
        if (!found.ByDefault) found.Concept = ElementTemplate.Of(concept);
        return concept;
    }

    private static (string? System, string? Code) CodeOf(MapValue value)
    {
        if (value.Text is { } text) return (null, text);
        if (value.Node is { } node)
        {
            var coding = node.Find("coding") ?? node;
            return (coding.Find("system")?.Text, coding.Find("code")?.Text);
        }

        var element = value.Element["coding"] is { Exists: true } first ? first : value.Element;
        return (element["system"].Text, element["code"].Text);
    }

    private void Warn(MapRun run, string rule, string english, string korean, string code, MapValue value) =>
        run.Warn("code-invalid", rule, english, korean, map.Url, code, value.Origin);
}

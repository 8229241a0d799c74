using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>c(system, code, display?)</c>: a Coding.</summary>
internal sealed class CodingTransform : Transform
{
    private readonly TransformArgument _code;
    private readonly CodingParts _parts;

    private CodingTransform(TransformArgument[] arguments, TransformShapes shapes) => (_code, _parts) = (arguments[1], new(arguments, shapes));

    public static Transform Of(TransformArgument[] arguments, TransformShapes shapes) => ConstantTransform.Of(
        new CodingTransform(arguments, shapes), arguments, texts => shapes.MakeCoding(texts[0], texts[1], texts.Length > 2 ? texts[2] : null));

    public override MapValue Run(MapRun run, int frame)
    {
        var code = _code.Get(run, frame);
        return code.Text is { } text ? new(_parts.Make(run, frame, text), OriginOf(run, code)) : default;
    }
}

/// <summary><c>cc(text)</c> or <c>cc(system, code, display?, text?)</c>: a CodeableConcept. The fourth argument is ours.</summary>
internal sealed class ConceptTransform : Transform
{
    private readonly TransformShapes _shapes;
    private readonly TransformArgument _said;
    private readonly CodingParts? _coding;
    private readonly PartArgument? _text;

    private ConceptTransform(TransformArgument[] arguments, TransformShapes shapes)
    {
        _shapes = shapes;
        _said = arguments[arguments.Length == 1 ? 0 : 1];
        if (arguments.Length > 1) _coding = new(arguments, shapes);
        if (arguments.Length is 1 or 4) _text = new(arguments[arguments.Length - 1], shapes.ConceptText);
    }

    public static Transform Of(TransformArgument[] arguments, TransformShapes shapes) => ConstantTransform.Of(new ConceptTransform(arguments, shapes), arguments, texts => Make(texts, shapes));

    public override MapValue Run(MapRun run, int frame)
    {
        var value = _said.Get(run, frame);
        if (value.Text is not { } said) return default;
        var concept = new ElementBuilder(_shapes.CodeableConcept);
        if (_coding is null)
        {
            _text!.Value.Put(concept, said);
        }
        else
        {
            concept.Append(_shapes.ConceptCoding, _coding.Make(run, frame, said));
            _text?.Put(run, frame, concept);
        }

        return new(concept, OriginOf(run, value));
    }

    private static ElementBuilder Make(string[] texts, TransformShapes shapes)
    {
        var concept = new ElementBuilder(shapes.CodeableConcept);
        if (texts.Length > 1) concept.Append(shapes.ConceptCoding, shapes.MakeCoding(texts[0], texts[1], texts.Length > 2 ? texts[2] : null));
        if (texts.Length is 1 or 4) TransformShapes.Set(concept, shapes.ConceptText, texts[^1]);
        return concept;
    }
}

/// <summary>The arguments that say a Coding.</summary>
internal sealed class CodingParts(TransformArgument[] arguments, TransformShapes shapes)
{
    private readonly PartArgument _system = new(arguments[0], shapes.CodingSystem);
    private readonly PartArgument _code = new(arguments[1], shapes.CodingCode);
    private readonly PartArgument? _display = arguments.Length > 2 ? new(arguments[2], shapes.CodingDisplay) : null;

    /// <summary>The Coding of a code that was asked for before.</summary>
    public ElementBuilder Make(MapRun run, int frame, string code)
    {
        var coding = new ElementBuilder(shapes.Coding);
        _system.Put(run, frame, coding);
        _code.Put(coding, code);
        _display?.Put(run, frame, coding);
        return coding;
    }
}

using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>c(system, code, display?)</c>: a Coding.</summary>
internal sealed class CodingTransform(TransformArgument[] arguments) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var code = arguments[1].Get(run, frame);
        return code.Text is null ? default : new(Make(run, frame, arguments), OriginOf(run, code));
    }

    internal static ElementBuilder Make(MapRun run, int frame, TransformArgument[] arguments)
    {
        var coding = new ElementBuilder(run.Map.Shapes.Coding);
        coding.Set("system", arguments[0].Get(run, frame).Text).Set("code", arguments[1].Get(run, frame).Text);
        return arguments.Length > 2 ? coding.Set("display", arguments[2].Get(run, frame).Text) : coding;
    }
}

/// <summary><c>cc(text)</c> or <c>cc(system, code, display?, text?)</c>: a CodeableConcept. The fourth argument is ours.</summary>
internal sealed class ConceptTransform(TransformArgument[] arguments) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[arguments.Length == 1 ? 0 : 1].Get(run, frame);
        if (value.Text is null) return default;
        var concept = new ElementBuilder(run.Map.Shapes.CodeableConcept);
        if (arguments.Length == 1) concept.Set("text", value.Text);
        else concept.Set("coding", CodingTransform.Make(run, frame, arguments));
        if (arguments.Length > 3) concept.Set("text", arguments[3].Get(run, frame).Text);
        return new(concept, OriginOf(run, value));
    }
}

using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>id(system, value, type?)</c>: an Identifier; the type is a code of HL7 table 0203.</summary>
internal sealed class IdentifierTransform(TransformArgument[] arguments) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[1].Get(run, frame);
        if (value.Text is not { } text) return default;
        var identifier = new ElementBuilder(run.Map.Shapes.Identifier);
        identifier.Set("system", arguments[0].Get(run, frame).Text).Set("value", text);
        if (arguments.Length > 2 && arguments[2].Get(run, frame).Text is { } type)
        {
            identifier.Add("type").Add("coding").Set("system", "http://terminology.hl7.org/CodeSystem/v2-0203").Set("code", type);
        }

        return new(identifier, OriginOf(run, value));
    }
}

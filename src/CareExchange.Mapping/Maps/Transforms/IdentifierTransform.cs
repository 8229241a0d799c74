using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>id(system, value, type?)</c>: an Identifier; the type is a code of HL7 table 0203.</summary>
internal sealed class IdentifierTransform(TransformArgument[] arguments, TransformShapes shapes) : Transform
{
    private readonly PartArgument _system = new(arguments[0], shapes.IdentifierSystem);

    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[1].Get(run, frame);
        if (value.Text is not { } text) return default;
        var identifier = new ElementBuilder(shapes.Identifier);
        if (arguments.Length > 2 && arguments[2].Get(run, frame).Text is { } type)
        {
            var concept = identifier.Append(shapes.IdentifierType, new(shapes.CodeableConcept));
            concept.Append(shapes.ConceptCoding, shapes.MakeCoding("http://terminology.hl7.org/CodeSystem/v2-0203", type, null));
        }

        _system.Put(run, frame, identifier);
        TransformShapes.Set(identifier, shapes.IdentifierValue, text);
        return new(identifier, OriginOf(run, value));
    }
}

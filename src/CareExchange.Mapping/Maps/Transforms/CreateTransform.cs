using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>create('Type')</c>: an empty element or resource.</summary>
internal sealed class CreateTransform(ElementShape shape) : Transform
{
    public override MapValue Run(MapRun run, int frame) => new(new ElementBuilder(shape), run.Origin);
}

using CareExchange.Fhir.Definitions;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>reference(x)</c> and <c>pointer(x)</c>: of a resource in the message <c>Type/id</c>, of one being made its entry's fullUrl.</summary>
internal sealed class ReferenceTransform(TransformArgument source) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        if (value.Node is { Shape.IsResource: true } resource) return MapValue.ReferenceTo(resource, OriginOf(run, value));
        if (value.Element is { Type.Kind: TypeKind.Resource } element && element["id"].Text is { } id)
        {
            run.Reads.Mark(element["id"]);
            return new($"{element.TypeName}/{id}", "string", element);
        }

        if (value.Exists) run.Report("not-found", "map-reference", "The map refers to something that is no resource with an id.", "매핑이 참조할 수 없는 대상을 가리킵니다.", "a resource", value.TypeName, value.Origin);
        return default;
    }
}

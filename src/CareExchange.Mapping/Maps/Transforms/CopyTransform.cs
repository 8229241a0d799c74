using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>copy(x)</c>, <c>= x</c>, <c>= x.a.b</c> and literals.</summary>
internal sealed class CopyTransform(TransformArgument source, string[] path) : Transform
{
    /// <summary>The text of a literal; null for anything else.</summary>
    public string? Literal => path.Length == 0 ? source.Literal : null;

    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        foreach (var name in path)
        {
            if (value.Node is { } node)
            {
                value = node.Find(name) is { } part ? new(part, value.Origin) : default;
            }
            else
            {
                var child = value.Element[name];
                value = child.Exists ? new(child) : name == "value" && value.Element.HasValue ? value : default;
            }
        }

        if (path.Length > 0) run.Reads.Mark(value.Element);
        return value;
    }
}

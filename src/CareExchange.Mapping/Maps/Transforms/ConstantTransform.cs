using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary>A transform of literals alone: its value is always the same, so it is made when the map is compiled.</summary>
internal sealed class ConstantTransform(ElementTemplate value) : Transform
{
    public override MapValue Run(MapRun run, int frame) => new(new ElementBuilder(value), run.Origin);

    /// <summary>The transform, as a constant where its arguments are.</summary>
    /// <param name="transform">What makes the value; given literals it looks at no message.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="literal">Makes the value from the texts of literals; null where they give none.</param>
    public static Transform Of(Transform transform, TransformArgument[] arguments, Func<string[], ElementBuilder?> literal)
    {
        var texts = new string[arguments.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (arguments[i].Literal is not { } text) return transform;
            texts[i] = text;
        }

        return literal(texts) is { } made && ElementTemplate.Of(made) is { } template ? new ConstantTransform(template) : transform;
    }
}

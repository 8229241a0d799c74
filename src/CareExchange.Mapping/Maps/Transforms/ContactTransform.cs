using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>cp(value)</c> or <c>cp(system, value)</c>: a ContactPoint; without a system the value's form tells it.</summary>
internal sealed class ContactTransform(TransformArgument[] arguments) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[^1].Get(run, frame);
        if (value.Text is not { } text) return default;
        var system = arguments.Length > 1 ? arguments[0].Get(run, frame).Text : SystemOf(text);
        return new(new ElementBuilder(run.Map.Shapes.ContactPoint).Set("system", system).Set("value", text), OriginOf(run, value));
    }

    private static string SystemOf(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? "url" : text.Contains('@', StringComparison.Ordinal) ? "email" : "phone";
}

using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>cp(value)</c> or <c>cp(system, value)</c>: a ContactPoint; without a system the value's form tells it.</summary>
internal sealed class ContactTransform(TransformArgument[] arguments, TransformShapes shapes) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[^1].Get(run, frame);
        if (value.Text is not { } text) return default;
        var contact = new ElementBuilder(shapes.ContactPoint);
        TransformShapes.Set(contact, shapes.ContactSystem, arguments.Length > 1 ? arguments[0].Get(run, frame).Text : SystemOf(text));
        TransformShapes.Set(contact, shapes.ContactValue, text);
        return new(contact, OriginOf(run, value));
    }

    private static string SystemOf(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? "url" : text.Contains('@', StringComparison.Ordinal) ? "email" : "phone";
}

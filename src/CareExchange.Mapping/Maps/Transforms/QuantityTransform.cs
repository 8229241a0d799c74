using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>qty('3.5 mg')</c> or <c>qty(value, unit, system?, code?)</c>: a Quantity; the value keeps its digits.</summary>
internal sealed class QuantityTransform : Transform
{
    private static readonly string[] Comparators = ["<=", ">=", "<", ">"];

    private readonly TransformArgument _value;
    private readonly TransformShapes _shapes;
    private readonly PartArgument[] _parts;
    private readonly bool _isText;

    private QuantityTransform(TransformArgument[] arguments, TransformShapes shapes)
    {
        _value = arguments[0];
        _shapes = shapes;
        _isText = arguments.Length == 1;
        ShapeVariant[] parts = [shapes.QuantityUnit, shapes.QuantitySystem, shapes.QuantityCode];
        _parts = [.. arguments.Skip(1).Select((argument, i) => new PartArgument(argument, parts[i]))];
    }

    public static Transform Of(TransformArgument[] arguments, TransformShapes shapes) => ConstantTransform.Of(new QuantityTransform(arguments, shapes), arguments, texts =>
    {
        if (!Start(shapes, texts[0].Trim(), texts.Length == 1, out var quantity)) return null;
        ShapeVariant[] parts = [shapes.QuantityUnit, shapes.QuantitySystem, shapes.QuantityCode];
        for (var i = 1; i < texts.Length; i++) TransformShapes.Set(quantity, parts[i - 1], texts[i]);
        return quantity;
    });

    public override MapValue Run(MapRun run, int frame)
    {
        var value = _value.Get(run, frame);
        if (value.Text is not { } text) return default;
        text = text.Trim();
        if (!Start(_shapes, text, _isText, out var quantity))
        {
            run.Report("value", "map-value-invalid", "A quantity has no number.", "수량에 숫자가 없습니다.", "a number", TextMask.Of(text), value.Origin);
            return default;
        }

        foreach (var part in _parts) part.Put(run, frame, quantity);
        return new(quantity, OriginOf(run, value));
    }

    private static bool Start(TransformShapes shapes, string number, bool isText, out ElementBuilder quantity)
    {
        quantity = new(shapes.Quantity);
        string? unit = null;
        if (isText)
        {
            foreach (var comparator in Comparators)
            {
                if (!number.StartsWith(comparator, StringComparison.Ordinal)) continue;
                TransformShapes.Set(quantity, shapes.QuantityComparator, comparator);
                number = number[comparator.Length..].TrimStart();
                break;
            }

            var end = 0;
            while (end < number.Length && (char.IsAsciiDigit(number[end]) || number[end] is '.' or '-' or '+')) end++;
            unit = number[end..].Trim().Trim('\'');
            number = number[..end];
        }

        if (!quantity.Append(shapes.QuantityValue, new(shapes.QuantityValue.Shape)).TrySetText(number)) return false;
        TransformShapes.Set(quantity, shapes.QuantityUnit, unit);
        return true;
    }
}

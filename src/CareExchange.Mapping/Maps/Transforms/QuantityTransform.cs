using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>qty('3.5 mg')</c> or <c>qty(value, unit, system?, code?)</c>: a Quantity; the value keeps its digits.</summary>
internal sealed class QuantityTransform(TransformArgument[] arguments) : Transform
{
    private static readonly string[] Comparators = ["<=", ">=", "<", ">"];

    public override MapValue Run(MapRun run, int frame)
    {
        var value = arguments[0].Get(run, frame);
        if (value.Text is not { } text) return default;
        text = text.Trim();
        var quantity = new ElementBuilder(run.Map.Shapes.Quantity);
        var (number, unit) = (text, arguments.Length > 1 ? arguments[1].Get(run, frame).Text : null);
        if (arguments.Length == 1)
        {
            foreach (var comparator in Comparators)
            {
                if (!number.StartsWith(comparator, StringComparison.Ordinal)) continue;
                quantity.Set("comparator", comparator);
                number = number[comparator.Length..].TrimStart();
                break;
            }

            var end = 0;
            while (end < number.Length && (char.IsAsciiDigit(number[end]) || number[end] is '.' or '-' or '+')) end++;
            unit = number[end..].Trim().Trim('\'');
            number = number[..end];
        }

        if (!quantity.Add("value").TrySetText(number))
        {
            run.Report("value", "map-value-invalid", "A quantity has no number.", "수량에 숫자가 없습니다.", "a number", TextMask.Of(text), value.Origin);
            return default;
        }

        quantity.Set("unit", unit);
        if (arguments.Length > 2) quantity.Set("system", arguments[2].Get(run, frame).Text);
        if (arguments.Length > 3) quantity.Set("code", arguments[3].Get(run, frame).Text);
        return new(quantity, OriginOf(run, value));
    }
}

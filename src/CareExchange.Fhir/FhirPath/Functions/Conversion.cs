using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.5. Every <c>toX()</c> has its <c>convertsToX()</c>; both read the same conversion.</summary>
internal static class Conversion
{
    public static readonly Function[] Functions =
    [
        new("iif", 2, 3, Iif),
        .. Pair("Boolean", ToBoolean),
        .. Pair("Integer", ToInteger),
        .. Pair("Decimal", ToDecimal),
        .. Pair("String", ToText),
        .. Pair("Date", static value => ToTemporal(value, TemporalKind.Date)),
        .. Pair("DateTime", static value => ToTemporal(value, TemporalKind.DateTime)),
        .. Pair("Time", static value => ToTemporal(value, TemporalKind.Time)),
        new("toQuantity", 0, 1, static (in scope, input, call, output) =>
        {
            if (QuantityIn(scope, input, call) is { } quantity) output.Add(PathItem.Of(quantity));
        }),
        new("convertsToQuantity", 0, 1, static (in scope, input, call, output) =>
        {
            var converts = QuantityIn(scope, input, call) is not null;
            if (input.Count == 1) output.Add(converts);
        }),
    ];

    private static Function[] Pair(string type, Func<object, object?> convert) =>
    [
        new("to" + type, 0, 0, (in scope, input, call, output) =>
        {
            if (call.Single(scope, input, out var item) && item.Value is { } value && convert(value) is { } converted)
            {
                output.Add(PathItem.OfValue(converted));
            }
        }),
        new("convertsTo" + type, 0, 0, (in scope, input, call, output) =>
        {
            if (call.Single(scope, input, out var item)) output.Add(item.Value is { } value && convert(value) is not null);
        }),
    ];

    // Only the chosen branch is evaluated (5.5.1), and the criterion must be a Boolean.
    private static void Iif(in Scope scope, Items input, Call call, Items output)
    {
        var run = scope.Run;
        if (input.Count > 1)
        {
            run.FailSingleton(call.Offset, "iif()", input.Count);
            return;
        }

        // iif() iterates over nothing, so $index and $total stay those of the iteration around it.
        var inner = input.Count == 1 ? new Scope(run, input[0], scope.Index, scope.Total) : scope;
        var criterion = run.Rent();
        call.Argument(inner, 0, criterion);
        if (criterion.Count == 1 && criterion[0].Value is not bool) run.FailType(call.Offset, "the criterion of iif()", "a Boolean", criterion[0].TypeName);
        var truth = Logic.ToBoolean(run, criterion, call.Offset, "the criterion of iif()");
        run.Return(criterion);
        if (run.HasFailed) return;
        if (truth == true) call.Argument(inner, 1, output);
        else if (call.Count == 3) call.Argument(inner, 2, output);
    }

    private static object? ToBoolean(object value) => value switch
    {
        bool => value,
        int or decimal => Equality.Number(value) switch
        {
            1 => true,
            0 => false,
            _ => null,
        },
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "1" or "1.0" => true,
            "FALSE" or "F" or "NO" or "N" or "0" or "0.0" => false,
            _ => null,
        },
        _ => null,
    };

    private static object? ToInteger(object value) => value switch
    {
        int => value,
        bool truth => truth ? 1 : 0,
        string text when Numbers.TryInteger(text, out var number) => number,
        _ => null,
    };

    private static object? ToDecimal(object value) => value switch
    {
        decimal => value,
        int number => (decimal)number,
        bool truth => truth ? 1m : 0m,
        string text when Numbers.TryDecimal(text, out var number) => number,
        _ => null,
    };

    private static object? ToText(object value) => value is TypeInfoValue or ReferenceTarget ? null : PathItem.Print(value);

    private static TemporalValue? ToTemporal(object value, TemporalKind kind) => value switch
    {
        string text => TemporalValue.Parse(text, kind) ?? (kind == TemporalKind.Date ? TemporalValue.Parse(text, TemporalKind.DateTime)?.As(kind) : null),
        TemporalValue temporal when temporal.Kind == kind || (temporal.Kind != TemporalKind.Time && kind != TemporalKind.Time) => temporal.As(kind),
        _ => null,
    };

    private static QuantityValue? QuantityIn(in Scope scope, Items input, Call call)
    {
        if (!call.Single(scope, input, out var item)) return null;
        var quantity = item.Value switch
        {
            QuantityValue same => same,
            int or decimal => new QuantityValue(Equality.Number(item.Value), QuantityValue.Unity),
            bool truth => new QuantityValue(truth ? 1.0m : 0.0m, QuantityValue.Unity),
            string text => QuantityValue.Parse(text),
            _ => null,
        };
        if (quantity is null || call.Count == 0) return quantity;
        if (!call.Text(scope, 0, out var unit)) return null;
        return QuantityArithmetic.ConvertTo(quantity, unit);
    }
}

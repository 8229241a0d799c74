using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>cast(x, 'type')</c>: the same value as another primitive type; text that is no value of the type is an error.</summary>
internal sealed class CastTransform(TransformArgument source, ElementShape shape) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        if (value.Text is not { } text) return default;
        var written = shape.TypeName switch
        {
            "date" or "dateTime" when DateParts.IsDay(text) => text,
            "date" => DatePattern.TryRead(DatePattern.DateTimes, text, out var date) ? date.ToDate() : null,
            "dateTime" => DatePattern.TryRead(DatePattern.DateTimes, text, out var moment) ? moment.ToDateTime(run.Map.UtcOffset) : null,
            "instant" => DatePattern.TryRead(DatePattern.DateTimes, text, out var moment) && moment.HasTime ? moment.ToDateTime(run.Map.UtcOffset) : null,
            "time" => DatePattern.TryRead(DatePattern.Times, text, out var time) ? time.ToTime() : null,
            "boolean" => text.ToLowerInvariant() is "true" or "1" or "y" or "yes" ? "true" : text.ToLowerInvariant() is "false" or "0" or "n" or "no" ? "false" : null,
            "integer" or "positiveInt" or "unsignedInt" => WithoutFraction(text),
            _ => text,
        };
        if (written is not null && (shape.Json == JsonKind.String ? written.Length > 0 : new ElementBuilder(shape).TrySetText(written))) return new(written, shape.TypeName, OriginOf(run, value));
        run.Report("value", "map-value-invalid", $"A value is no {shape.TypeName}.", $"{shape.TypeName} 유형에 맞지 않는 값입니다.", shape.TypeName, TextMask.Of(text), value.Origin);
        return default;
    }

    // A spreadsheet writes 3 as 3.0; nothing is lost by taking it back.
    private static string WithoutFraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && text.AsSpan(point + 1).Trim('0').IsEmpty ? text[..point] : text;
    }
}

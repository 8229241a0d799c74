using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>dateOp(x, 'input patterns', 'output')</c>: a date as a partner writes it → FHIR's form, or another pattern.</summary>
/// <param name="source">The text.</param>
/// <param name="patterns">The accepted forms, first fitting one wins.</param>
/// <param name="output"><c>date</c>, <c>dateTime</c>, <c>instant</c>, <c>time</c>, or empty where <paramref name="pattern"/> says it.</param>
/// <param name="pattern">A pattern of its own.</param>
internal sealed class DateTransform(TransformArgument source, IReadOnlyList<DatePattern> patterns, string output, DatePattern? pattern) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        if (value.Text is not { } text) return default;
        if (DatePattern.TryRead(patterns, text.Trim(), out var parts))
        {
            var written = output switch
            {
                "date" => parts.ToDate(),
                "dateTime" => parts.ToDateTime(run.Map.UtcOffset),
                "instant" => parts.HasTime ? parts.ToDateTime(run.Map.UtcOffset) : null,
                "time" => parts.ToTime(),
                _ => pattern!.Write(parts),
            };
            if (written is not null) return new(written, output.Length > 0 ? output : "string", OriginOf(run, value));
        }

        run.Report("value", "map-date-invalid", "A date does not have the form that the map reads, or does not exist.", "날짜 형식이 매핑과 다르거나 존재하지 않는 날짜입니다.", output.Length > 0 ? output : "a date", TextMask.Of(text), value.Origin);
        return default;
    }
}

using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.9. The clock is the context's: the same evaluation always answers the same moment.</summary>
internal static class Utility
{
    public static readonly Function[] Functions =
    [
        // A trace would show data, and data leave only by answers: it passes its input on.
        new("trace", 1, 2, static (in scope, input, call, output) => output.AddRange(input)),
        new("now", 0, 0, static (in scope, input, call, output) => AddNow(scope, call, TemporalKind.DateTime, output)),
        new("today", 0, 0, static (in scope, input, call, output) => AddNow(scope, call, TemporalKind.Date, output)),
        new("timeOfDay", 0, 0, static (in scope, input, call, output) => AddNow(scope, call, TemporalKind.Time, output)),
    ];

    private static void AddNow(in Scope scope, Call call, TemporalKind kind, Items output)
    {
        if (scope.Run.Context.Now is { } now)
        {
            output.Add(PathItem.Of(TemporalValue.FromInstant(now).As(kind)));
            return;
        }

        scope.Run.Fail(call.Offset, "not-supported", "fhirpath-clock", $"{call.Name}() needs a clock, and this evaluation has none.", $"{call.Name}()에는 시계가 필요하지만 이 평가에는 없습니다.");
    }
}

using System.Collections.Concurrent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Jobs;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Bearer;
using CareExchange.Server.Rest;
using CareExchange.Storage.Jobs;

namespace CareExchange.Server.Hosting;

/// <summary>Deferred requests as jobs. Reads are repeated after a kill; what changes something is begun once, and whoever asked is told when its end is not known.</summary>
internal sealed class AsyncRequestKind(AsyncRequestRunner runner, ConsentChanges consents, KnownBearer bearer) : IJobKind
{
    private const int PartLength = 512 * 1024;

    // Short: others' answers lie about in the database meanwhile, though sealed.
    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);
    private readonly string _process = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, bool> _begun = new(StringComparer.Ordinal);

    public string Kind => AsyncEndpoint.Kind;

    public async Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken)
    {
        var request = AsyncRequest.Read(job.State.Span);
        if (!await bearer.StandsAsync(request.Caller(), cancellationToken)) return Ended();
        if (!request.IsRead)
        {
            if (request.BegunBy is null) return JobStep.Continue((request with { BegunBy = _process }).Write(), "");
            if (request.BegunBy != _process || !_begun.TryAdd(job.Id, true)) return Interrupted();
        }

        try
        {
            // Marked before it is made: a consent that is written meanwhile counts as written since.
            var mark = await consents.MarkAsync(cancellationToken);
            return JobStep.Finish(new DeferredAnswer(mark, request.IsRead ? request : null, AsyncRequest.MeansOf(request.Claims)).Write(), "done") with { Parts = [.. Split(await runner.RunAsync(request, cancellationToken))], Keep = Keep };
        }
        catch (OperationCanceledException) when (!request.IsRead)
        {
            return Interrupted();
        }
    }

    // It waited, and meanwhile its token was revoked or its client stopped: nothing is done by it any more.
    private static JobStep Ended() => JobStep.Fail(
        OperationOutcome.Write([Issue.Error("forbidden", "token-ended", "The token that this was asked with has ended.", "요청에 쓴 토큰이 더 이상 유효하지 않습니다.")]), "") with { Keep = Keep };

    private static JobStep Interrupted()
    {
        var issue = Issue.Error("incomplete", "request-interrupted", "The gateway stopped while it carried this out; look whether it was done before sending it again.", "처리 중에 서버가 중단되었습니다. 다시 보내기 전에 반영 여부를 확인하십시오.");
        return JobStep.Fail(OperationOutcome.Write([issue]), "") with { Keep = Keep };
    }

    private static IEnumerable<JobPart> Split(ReadOnlyMemory<byte> answer)
    {
        for (var at = 0; at < answer.Length; at += PartLength) yield return new(AsyncEndpoint.Answer, answer.Slice(at, Math.Min(PartLength, answer.Length - at)));
    }
}

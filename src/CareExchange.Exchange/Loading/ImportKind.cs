using System.Globalization;
using CareExchange.Exchange.Jobs;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Loading;

/// <summary>Runs imports: a load, some seconds at a time, whose progress is committed with what it stores.</summary>
/// <param name="loads">Loads.</param>
/// <param name="sources">What is allowed.</param>
/// <param name="isOpen">Whether the client of this id may still do anything; asked at each step.</param>
/// <param name="clock">The clock.</param>
public sealed class ImportKind(BulkLoad loads, ImportSources sources, Func<string, CancellationToken, Task<bool>> isOpen, TimeProvider clock) : IJobKind
{
    /// <summary>The name its jobs carry.</summary>
    public const string Name = "import";

    // Long enough that opening a source again is no matter.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public async Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken)
    {
        var state = ImportState.Read(job.State);
        if (!await isOpen(state.Agent, cancellationToken))
        {
            return JobStep.Fail(OperationOutcome.Write([Issue.Error("forbidden", "client-stopped", "The client that began the import has been stopped.", "가져오기를 시작한 클라이언트가 중지되었습니다.")]), job.Progress);
        }

        var began = clock.GetTimestamp();
        try
        {
            var done = await loads.RunAsync(state.ToOrder(job.Id, sources), null, () => clock.GetElapsedTime(began) < Slice, cancellationToken);
            var progress = string.Create(CultureInfo.InvariantCulture, $"{done.Total} resources");
            return done.IsDone ? JobStep.Finish((state with { Done = done }).Write(), progress) : JobStep.Continue(job.State, progress);
        }
        catch (InvalidDataException)
        {
            // Not the message: it may quote an address that is nobody else's business.
            return JobStep.Fail(
                OperationOutcome.Write([Issue.Error("processing", "import-source", "A source cannot be read.", "가져올 원본을 읽을 수 없습니다.")]), job.Progress);
        }
    }
}

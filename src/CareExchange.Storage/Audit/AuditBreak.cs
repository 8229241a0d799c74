namespace CareExchange.Storage.Audit;

/// <summary>The first place where the trail does not hold.</summary>
/// <param name="Kind">What was done to it.</param>
/// <param name="Shard">Which chain; of a checkpoint, -1.</param>
/// <param name="Sequence">The first row concerned; of a checkpoint, its number.</param>
/// <param name="Through">The last row that may be concerned, where more than one is; else <paramref name="Sequence"/>.</param>
public sealed record AuditBreak(AuditBreakKind Kind, int Shard, long Sequence, long Through)
{
    /// <summary>Id of the AuditEvent that stands there, or of the last one that holds; null where there is none.</summary>
    public string? EventId { get; init; }

    /// <summary>When that one was recorded.</summary>
    public DateTimeOffset? Recorded { get; init; }

    /// <summary>The checkpoint that shows it; null where the chain shows it by itself.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>One sentence without personal data.</summary>
    public string English => Kind switch
    {
        AuditBreakKind.Edited => $"Chain {Shard}: record {Sequence} was edited ({Place}).",
        AuditBreakKind.Removed => $"Chain {Shard}: {Records} removed; record {Sequence} is the first that is missing ({Place}).",
        AuditBreakKind.Reordered => $"Chain {Shard}: record {Sequence} stands in another place ({Place}).",
        AuditBreakKind.Truncated => $"Chain {Shard}: {Records} cut off the end, as checkpoint {Checkpoint} says; the last that is left is {Place}.",
        AuditBreakKind.RestoredOver => $"Chain {Shard}: an older copy was put in its place; {Records} lost or replaced from record {Sequence} on, as checkpoint {Checkpoint} says ({Place}).",
        AuditBreakKind.Rewritten => $"Chain {Shard}: written anew after checkpoint {Checkpoint} was signed; the first false record is among {Sequence} to {Through} ({Place}).",
        _ => $"Checkpoint {Sequence} is not one of ours, was altered, or does not follow from the one before.",
    };

    /// <summary>The same in Korean.</summary>
    public string Korean => Kind switch
    {
        AuditBreakKind.Edited => $"사슬 {Shard}: {Sequence}번 기록이 고쳐졌습니다.",
        AuditBreakKind.Removed => $"사슬 {Shard}: {Sequence}번부터 기록이 지워졌습니다.",
        AuditBreakKind.Reordered => $"사슬 {Shard}: {Sequence}번 기록의 자리가 바뀌었습니다.",
        AuditBreakKind.Truncated => $"사슬 {Shard}: 끝에서 {Sequence}번부터 {Through}번까지 잘려 나갔습니다(확인점 {Checkpoint}).",
        AuditBreakKind.RestoredOver => $"사슬 {Shard}: 예전 사본으로 바뀌었습니다. {Sequence}번부터 사라지거나 바뀌었습니다(확인점 {Checkpoint}).",
        AuditBreakKind.Rewritten => $"사슬 {Shard}: 확인점 {Checkpoint} 서명 뒤에 다시 쓰였습니다. 첫 거짓 기록은 {Sequence}번에서 {Through}번 사이입니다.",
        _ => $"확인점 {Sequence}은(는) 이 게이트웨이의 것이 아니거나 고쳐졌습니다.",
    };

    private string Records => Through > Sequence ? $"{Through - Sequence + 1} records were" : "1 record was";

    private string Place => EventId is null ? "nothing is left" : FormattableString.Invariant($"AuditEvent {EventId} of {Recorded:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}

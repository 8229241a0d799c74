namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>One dated thing that comes next, or is late.</summary>
/// <param name="Reference">The line it belongs to.</param>
/// <param name="DaysLeft">Negative when late, 0 today.</param>
/// <param name="Who">Who has to act, if known.</param>
/// <param name="Source">Null for what follows from a rule rather than from a message.</param>
public sealed record DueItem(string Reference, Source? Source, DueKind Kind, DateOnly Date, int DaysLeft, Phrase Text, Phrase? Who)
{
    public bool IsLate => DaysLeft < 0;
}

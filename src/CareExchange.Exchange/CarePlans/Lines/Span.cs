namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A period in whole days, Korean time; either end may be open or unknown.</summary>
public readonly record struct Span(DateOnly? Start, DateOnly? End)
{
    public bool IsKnown => Start is not null || End is not null;

    public bool Covers(DateOnly day) => (Start is null || Start <= day) && (End is null || End >= day);
}

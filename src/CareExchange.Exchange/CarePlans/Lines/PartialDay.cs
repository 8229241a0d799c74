namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A day, a month or a year, as precisely as it was said and no more.</summary>
/// <param name="Month">Null where only the year is known.</param>
/// <param name="Day">Null where only year and month are known.</param>
public readonly record struct PartialDay(int Year, int? Month, int? Day)
{
    /// <summary>The first day it can mean.</summary>
    public DateOnly First => new(Year, Month ?? 1, Day ?? 1);
}

namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>장기목표 (about three months) and 단기목표 (about one month); domain.md A.7.</summary>
public enum GoalTerm
{
    Unstated,
    Long,
    Short,
}

namespace CareExchange.Exchange.CarePlans.Lines;

public enum PlanLanguage
{
    Korean,
    English,
}

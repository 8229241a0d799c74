namespace CareExchange.Exchange.Reading;

public enum PersonListOrder
{
    /// <summary>The most urgent first; persons with nothing due last.</summary>
    Due,

    /// <summary>By name, 가나다.</summary>
    Name,
}

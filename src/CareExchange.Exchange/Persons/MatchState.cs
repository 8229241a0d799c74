namespace CareExchange.Exchange.Persons;

/// <summary>Whose a message is.</summary>
public enum MatchState
{
    /// <summary>A person the gateway knows.</summary>
    Matched,

    /// <summary>A person it does not know yet.</summary>
    New,

    /// <summary>Nobody can tell without looking: the message waits for a person's decision.</summary>
    Doubtful,
}

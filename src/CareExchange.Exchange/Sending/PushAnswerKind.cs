namespace CareExchange.Exchange.Sending;

/// <summary>What came of handing a message over.</summary>
public enum PushAnswerKind
{
    /// <summary>The receiver has it.</summary>
    Taken,

    /// <summary>It is tried again.</summary>
    Later,

    /// <summary>It is given up.</summary>
    Refused,
}

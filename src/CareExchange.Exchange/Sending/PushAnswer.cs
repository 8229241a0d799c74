namespace CareExchange.Exchange.Sending;

/// <summary>What came of handing a message over.</summary>
/// <param name="Kind">Taken, to be tried again, or refused for good.</param>
/// <param name="Reason">Why it was not taken, without a word about the message; empty where it was.</param>
public sealed record PushAnswer(PushAnswerKind Kind, string Reason)
{
    /// <summary>The receiver has it.</summary>
    public static PushAnswer Taken { get; } = new(PushAnswerKind.Taken, "");

    /// <summary>Not now: nobody answers, or the receiver asks for patience.</summary>
    public static PushAnswer Later(string reason) => new(PushAnswerKind.Later, reason);

    /// <summary>Not this message: the same again would be refused again.</summary>
    public static PushAnswer Refused(string reason) => new(PushAnswerKind.Refused, reason);
}

namespace CareExchange.Storage.Messages;

/// <summary>What receiving a message found.</summary>
/// <param name="Message">The kept message: the new one, or the one that had the same bytes.</param>
/// <param name="AlreadyKnown">True when this partner had sent the same bytes before; look at its state.</param>
public sealed record MessageReceipt(InboundMessage Message, bool AlreadyKnown);

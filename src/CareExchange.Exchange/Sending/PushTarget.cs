namespace CareExchange.Exchange.Sending;

/// <summary>A kind of message that a partner has sent to it instead of fetching it.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Output">The name of the kind in its manifest.</param>
/// <param name="Attempts">A message is tried so often before it is given up.</param>
/// <param name="Interval">How long after one look for new messages the next one is.</param>
public sealed record PushTarget(string PartnerId, string Output, int Attempts, TimeSpan Interval)
{
    internal string ScanChannel => $"push-scan:{PartnerId}/{Output}";

    internal string Channel => $"{ChannelStart}{PartnerId}/{Output}";

    internal const string ChannelStart = "push:";
}

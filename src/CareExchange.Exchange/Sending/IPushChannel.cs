using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Sending;

/// <summary>A way to a partner: HTTP or MLLP.</summary>
public interface IPushChannel
{
    /// <summary>Hands a message over.</summary>
    /// <param name="message">The message in the partner's format.</param>
    /// <param name="id">The same at every try of it, so that a receiver can tell.</param>
    /// <param name="traceParent">The W3C trace context that the trail keeps of this try; a way without room for it leaves it out.</param>
    /// <param name="cancellationToken">Cancels; whether the receiver has it is not known then.</param>
    /// <remarks>Whatever the network does is an answer, never an exception.</remarks>
    Task<PushAnswer> SendAsync(OutputResult message, string id, string? traceParent, CancellationToken cancellationToken);
}

using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Server.Partners;

/// <summary>One sender on an MLLP port: each message goes the way of the HTTP inbox and is answered on the same line before the next is read.</summary>
internal sealed class MllpConnection(Stream stream, MllpOptions options, Partner sender, Requester requester, string address, MessageIntake intake, TimeProvider clock)
{
    /// <summary>Serves until the sender leaves, stays silent too long, or sends what cannot be taken apart.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        var frames = new MllpFrames(sender.BodyLimit);
        var buffer = new byte[64 * 1024];
        var begun = clock.GetTimestamp();
        while (true)
        {
            var wait = frames.IsOpen ? TimeSpan.FromSeconds(options.MessageSeconds) - clock.GetElapsedTime(begun) : TimeSpan.FromSeconds(options.IdleSeconds);
            if (await ReadAsync(buffer, wait, cancellationToken) is not { } read)
            {
                if (frames.IsOpen) await RefuseAsync(frames.Pending, MllpFault.Unfinished, cancellationToken);
                return;
            }

            if (read == 0) return;
            var wasOpen = frames.IsOpen;
            foreach (var (bytes, fault) in frames.Take(buffer.AsSpan(0, read)))
            {
                if (fault == MllpFault.None) await TakeAsync(bytes, cancellationToken);
                else await RefuseAsync(bytes, fault, cancellationToken);

                // What follows a message that is too long is its rest.
                if (fault == MllpFault.TooLong) return;
            }

            if (frames.IsOpen && !wasOpen) begun = clock.GetTimestamp();
        }
    }

    // Null where nothing came in time.
    private async Task<int?> ReadAsync(byte[] buffer, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero) return null;
        using var timer = new CancellationTokenSource(wait, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await stream.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        // Once a message is taken up it is finished and answered: stopping must not leave the sender in doubt.
        var trace = new RequestTrace(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), null, address);
        var (_, answers) = await Hl7v2Inbox.TakeAsync(sender, requester, message, trace, intake, clock, CancellationToken.None);
        foreach (var answer in answers) await SendAsync(answer, cancellationToken);
    }

    private Task RefuseAsync(ReadOnlyMemory<byte> bytes, MllpFault fault, CancellationToken cancellationToken)
    {
        var issue = fault == MllpFault.TooLong
            ? Issue.Error("too-long", "hl7-frame", "The message is larger than allowed.", "메시지가 허용된 크기를 넘습니다.") with { Expected = $"at most {sender.BodyLimit} bytes" }
            : Issue.Error("structure", "hl7-frame", "The bytes are no complete MLLP block.", "완전한 MLLP 블록이 아닙니다.") with { Expected = "0x0B message 0x1C 0x0D" };
        var now = clock.GetLocalNow();
        return SendAsync(Hl7v2Acknowledgment.Write(bytes.Span, [issue], Guid.CreateVersion7(now).ToString("N")[..20], now, "AR"), cancellationToken);
    }

    private async Task SendAsync(byte[] answer, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(options.MessageSeconds), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        byte[] block = [Hl7v2Frame.Start, .. answer, Hl7v2Frame.End, (byte)'\r'];
        await stream.WriteAsync(block, both.Token);
        await stream.FlushAsync(both.Token);
    }
}

using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace CareExchange.Benchmarks.Http.Driving;

/// <summary>One keep-alive connection that sends prebuilt requests: the driver shares the machine with what it measures, so it does next to nothing.</summary>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _filled;

    /// <summary>Sends one request and reads the whole answer.</summary>
    /// <returns>The status and the length of the body.</returns>
    public async ValueTask<(int Status, int Length)> SendAsync(ReadOnlyMemory<byte> request)
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(server);
        }

        for (var sent = 0; sent < request.Length;) sent += await _socket.SendAsync(request[sent..], SocketFlags.None);
        _filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync();
        var status = Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int told, out _) ? told : 0;
        var body = head + 4;
        if (Length(_buffer.AsSpan(0, head + 2)) is { } length)
        {
            while (_filled < body + length) await FillAsync();
            BodyStart = body;
            return (status, length);
        }

        return (status, status is 204 or 304 ? 0 : await ChunksAsync(body));
    }

    /// <summary>The last answer's bytes from its body on.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(BodyStart, _filled - BodyStart);

    private int BodyStart { get; set; }

    public void Dispose() => _socket?.Dispose();

    private static int? Length(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 18)..], out int length, out _) ? length : null;
    }

    // Every chunk is walked, because a body may hold what looks like the end.
    private async ValueTask<int> ChunksAsync(int at)
    {
        BodyStart = at;
        var total = 0;
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _filled - at).IndexOf("\r\n"u8)) < 0) await FillAsync();
            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'x')) throw new IOException("A chunk has no length.");
            at += line + 2 + size + 2;
            while (_filled < at) await FillAsync();
            if (size == 0) return total;
            total += size;
        }
    }

    private async ValueTask FillAsync()
    {
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None);
        if (read == 0) throw new IOException("The server closed the connection.");
        _filled += read;
    }
}

using System.Buffers;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Server.Partners;

/// <summary>Takes a stream of bytes apart into MLLP blocks (<c>0x0B</c> message <c>0x1C 0x0D</c>), and names what is no block.</summary>
/// <param name="limit">The largest message in bytes.</param>
internal sealed class MllpFrames(int limit)
{
    private readonly ArrayBufferWriter<byte> _block = new(4096);
    private bool _isOpen;
    private bool _isClosing;
    private bool _hasStray;

    /// <summary>True while a message has begun and is not complete.</summary>
    public bool IsOpen => _isOpen || _hasStray;

    /// <summary>What has come of a message that is not complete.</summary>
    public ReadOnlyMemory<byte> Pending => _block.WrittenMemory.ToArray();

    /// <summary>Takes in what has come.</summary>
    /// <returns>Complete messages, and what was no message: bytes outside of a block, a block that another one broke into, one larger than allowed.</returns>
    public IReadOnlyList<(ReadOnlyMemory<byte> Bytes, MllpFault Fault)> Take(ReadOnlySpan<byte> bytes)
    {
        List<(ReadOnlyMemory<byte>, MllpFault)> found = [];
        while (!bytes.IsEmpty)
        {
            // A sender that leaves out the last carriage return is understood: nothing but a new block may follow.
            var isEnd = _isClosing && bytes[0] == (byte)'\r';
            _isClosing = false;
            if (isEnd || (!IsOpen && bytes[0] is ((byte)'\r' or (byte)'\n' or 0)))
            {
                // Line ends between blocks are the habit of many senders.
                bytes = bytes[1..];
            }
            else if (bytes[0] == Hl7v2Frame.Start)
            {
                var fault = _isOpen ? MllpFault.Unfinished : MllpFault.Outside;
                if (IsOpen) found.Add((Taken(), fault));
                _isOpen = true;
                bytes = bytes[1..];
            }
            else if (_isOpen && bytes[0] == Hl7v2Frame.End)
            {
                found.Add((Taken(), MllpFault.None));
                _isClosing = true;
                bytes = bytes[1..];
            }
            else
            {
                _hasStray |= !_isOpen;
                var next = _isOpen ? bytes.IndexOfAny(Hl7v2Frame.Start, Hl7v2Frame.End) : bytes.IndexOf(Hl7v2Frame.Start);
                var piece = next < 0 ? bytes : bytes[..next];
                _block.Write(piece[..Math.Min(piece.Length, limit + 1 - _block.WrittenCount)]);
                if (_block.WrittenCount > limit)
                {
                    found.Add((Taken(), MllpFault.TooLong));
                    return found;
                }

                bytes = bytes[piece.Length..];
            }
        }

        return found;
    }

    private byte[] Taken()
    {
        var bytes = _block.WrittenSpan.ToArray();
        _block.ResetWrittenCount();
        (_isOpen, _hasStray) = (false, false);
        return bytes;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A plain file beside the looks, in which many looks of one moment stand after one write; from there they are moved into the table.</summary>
/// <remarks>
/// Bytes: a generation (8), where reading begins (8), a place from which the end is found soon (8), then records, then a length of zero. A record is the length of its last part (4), the SHA-256 of what is hashed into the chain (32; see <c>AuditChain</c>), and
/// that itself; or with a length below zero the difference from the record before (<see cref="RecordDelta"/>). The first of each group stands whole.
/// Whatever is torn, stale or not the next of its chain ends the file for whoever reads it. Written only between <see cref="Enter"/> and <see cref="Leave"/>, so that several
/// processes may use one folder, and nobody who appends waits for the table; a generation ends when everything of it stands there.
/// </remarks>
internal sealed class LookJournal : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "careexchange-looks.journal";

    /// <summary>Where the first record of a generation stands.</summary>
    public const long Start = LookHeading.Length;

    private const int HeaderLength = sizeof(int) + SHA256.HashSizeInBytes;
    private const int LargestRecord = 64 * 1024 * 1024;
    private const long KeptRoom = 64 * 1024 * 1024;

    // How much room is made at once: as much again as is used. More at once is rarer, and whoever waits for it waits longer.
    private const long LeastRoom = 64 * 1024;
    private const long MostRoom = 1024 * 1024;

    // How much is made ahead by whoever has the time, so that nobody waits for it, and how much of it in one turn.
    private const long MostAhead = 16 * 1024 * 1024;
    private const long StepAhead = 256 * 1024;

    // How far the end is noted at least, and how much is given back to the disk at once.
    private const long BetweenNotes = 1024 * 1024;
    private const long LeastEmptied = 16 * 1024 * 1024;

    // A record begins with the hash before it, as text with its length, and its number.
    private const int NumberEnd = sizeof(long) + (SHA256.HashSizeInBytes * 2) + sizeof(long);
    private static readonly byte[] s_beginning = [0, 0, 0, 0, 0, 0, 0, SHA256.HashSizeInBytes * 2];
    private static readonly byte[] s_zeros = new byte[LeastRoom];
    private readonly SafeFileHandle _file;
    private readonly FileTurn _turn;
    private readonly bool _isSynced;
    private long _standing;
    private long _standingOf = -1;
    private long _lastGroup = Start;
    private long _lastGroupOf = -1;
    private long _noted = Start;
    private long _emptied = KeptRoom;
    private byte[] _group = new byte[64 * 1024];
    private byte[] _before = [];
    private byte[] _again = [];
    private int _beforeLength;
    private int _filled;
    private long _room;

    public LookJournal(string folder, bool isSynced)
    {
        _isSynced = isSynced;
        _file = File.OpenHandle(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _turn = new(folder, _file);
        _turn.Enter();
        try
        {
            if (Heading is { IsOld: true } old && IsEnd(old.First)) new LookHeading(old.Generation, Start, Start).Write(_file);
            _standing = NearEnd(Heading);
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Takes the turn to write; waits for whoever has it, here or in another process.</summary>
    public void Enter() => _turn.Enter();

    /// <summary>Gives the turn back.</summary>
    public void Leave() => _turn.Leave();

    /// <summary>Up to where everything was told to stand, as far as is known here: behind it somebody may be writing. Any thread.</summary>
    public long Standing => Volatile.Read(ref _standing);

    /// <summary>The same for one generation; in its own turn.</summary>
    public long StandingOf(LookHeading heading) => heading.Generation == _standingOf ? _standing : NearEnd(heading);

    /// <summary>Where a group begins, mostly near the end; whatever is before it stands. Where nothing waits for the disk none is known: a power cut may have taken what stood before it.</summary>
    public long NearEnd(LookHeading heading) => _isSynced ? Math.Max(heading.First, heading.Last) : heading.First;

    /// <summary>Notes up to where everything stands; in its own turn.</summary>
    public void Stand(long generation, long end)
    {
        _standingOf = generation;
        Volatile.Write(ref _standing, end);
    }

    /// <summary>What the file says of itself; what was known of another generation means nothing any more.</summary>
    public LookHeading Heading => LookHeading.Read(_file);

    /// <summary>True where no record stands.</summary>
    public bool IsEmpty => IsEnd(Heading.First);

    /// <summary>True where no record begins at this place.</summary>
    public bool IsEnd(long place)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        return RandomAccess.Read(_file, length, place) < length.Length || BinaryPrimitives.ReadInt32LittleEndian(length) == 0;
    }

    /// <summary>Adds a record to the group that is written next.</summary>
    /// <param name="hash">SHA-256 of the record.</param>
    /// <param name="record">What is hashed into the chain.</param>
    public void Add(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> record)
    {
        var needed = _filled + HeaderLength + record.Length + sizeof(int);
        if (needed > _group.Length) Array.Resize(ref _group, Math.Max(needed, _group.Length * 2));
        hash.CopyTo(_group.AsSpan(_filled + sizeof(int)));
        var body = _group.AsSpan(_filled + HeaderLength, record.Length);
        var before = _before.AsSpan(0, _beforeLength);
        var length = _filled == 0 ? 0 : RecordDelta.Write(record, before, body);

        // What is told to stand must be read again: a difference is looked at before it is trusted.
        if (length > 0 && !(RecordDelta.TryRead(body[..length], before, ref _again, out var read, LargestRecord) && _again.AsSpan(0, read).SequenceEqual(record))) length = 0;
        if (length == 0) record.CopyTo(body);
        BinaryPrimitives.WriteInt32LittleEndian(_group.AsSpan(_filled), length == 0 ? record.Length : -length);
        _filled += HeaderLength + (length == 0 ? record.Length : length);
        if (_before.Length < record.Length) _before = new byte[record.Length * 2];
        record.CopyTo(_before);
        _beforeLength = record.Length;
    }

    /// <summary>Writes the group at a place, where the file ends so far; returns when it stands, on the disk where that is asked for.</summary>
    /// <returns>Where the file ends now.</returns>
    public long Write(long place)
    {
        if (_filled == 0) return place;
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(_group.AsSpan(_filled), 0);
            RandomAccess.Write(_file, _group.AsSpan(0, _filled + sizeof(int)), place);
            if (place + _filled + sizeof(int) > _room) MakeRoom(place + _filled + sizeof(int));
            if (_isSynced) DiskSync.Sync(_file);
            (_lastGroup, _lastGroupOf) = (place, _standingOf);
            return place + _filled;
        }
        catch
        {
            // What could not be written whole is told to its callers as not recorded: nothing of it may stand.
            RandomAccess.Write(_file, new byte[sizeof(int)], place);
            throw;
        }
        finally
        {
            _filled = 0;
        }
    }

    /// <summary>Makes room for looks that are still to come, as much again as is used, within a bound. Not in the turn: it takes it for a moment, again and again.</summary>
    public void MakeRoomAhead()
    {
        while (_isSynced && Lacks(Standing) && Extend()) DiskSync.Sync(_file);
    }

    /// <summary>Forgets what was added and not written.</summary>
    public void Drop() => _filled = 0;

    /// <summary>The record at a place; empty where none stands, or none that was written whole. Records are read in their order, or from the beginning of a group.</summary>
    /// <param name="place">Where it begins; where the next one does is <see cref="LookWindow.End"/> then.</param>
    /// <param name="window">What was read of the file before; holds the record until the next call.</param>
    /// <param name="hash">Its SHA-256.</param>
    public ReadOnlySpan<byte> Read(long place, LookWindow window, Span<byte> hash)
    {
        // What was written behind a window's end since it was read is seen at the second look.
        if (Take(place, window, hash)) return window.Record.AsSpan(0, window.Length);
        window.Fill(_file, place, HeaderLength);
        var rest = window.At(place);
        if (rest.Length < HeaderLength) return default;
        var length = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(rest));
        if (length is 0 or > LargestRecord) return default;
        if (rest.Length < HeaderLength + length) window.Fill(_file, place, HeaderLength + (int)length);
        return Take(place, window, hash) ? window.Record.AsSpan(0, window.Length) : default;
    }

    private static bool Take(long place, LookWindow window, Span<byte> hash)
    {
        var rest = window.At(place);
        if (rest.Length < HeaderLength) return false;
        var told = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var length = Math.Abs((long)told);
        if (length == 0 || length > rest.Length - HeaderLength) return false;
        var body = rest.Slice(HeaderLength, (int)length);
        window.IsWhole = told > 0;
        if (told > 0)
        {
            window.Hold(body);
        }
        else
        {
            if (window.End != place || !RecordDelta.TryRead(body, window.Record.AsSpan(0, window.Length), ref window.Spare, out var whole, LargestRecord)) return false;
            window.Turn(whole);
        }

        SHA256.HashData(window.Record.AsSpan(0, window.Length), hash);
        window.End = hash.SequenceEqual(rest[sizeof(int)..HeaderLength]) ? place + HeaderLength + length : -1;
        return window.End >= 0;
    }

    /// <summary>The hash of the record with a number; null where none is found. Not in the turn: what is moved meanwhile stands in the table.</summary>
    public string? HashOf(long sequence)
    {
        // Groups begin with a record that stands whole: its number can be read without it.
        var (window, group) = (new LookWindow(), -1L);
        for (var place = Heading.First; ;)
        {
            if (window.At(place).Length < HeaderLength + NumberEnd) window.Fill(_file, place, HeaderLength + NumberEnd);
            var rest = window.At(place);
            if (rest.Length < HeaderLength) break;
            var told = (long)BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (told is 0 or > LargestRecord or < -LargestRecord) break;
            if (told > 0)
            {
                if (rest.Length < HeaderLength + NumberEnd || BinaryPrimitives.ReadInt64BigEndian(rest[(HeaderLength + NumberEnd - sizeof(long))..]) > sequence) break;
                group = place;
            }

            place += HeaderLength + Math.Abs(told);
        }

        window.Clear();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var place = group; place >= 0; place = window.End)
        {
            var record = Read(place, window, hash);
            if (record.IsEmpty) break;
            var number = new LookFields(record).Sequence();
            if (number >= sequence) return number == sequence ? Convert.ToHexStringLower(hash) : null;
        }

        return null;
    }

    /// <summary>Where the next group begins that was written whole, behind something that nobody can read any more; below zero where none does.</summary>
    /// <param name="place">Where it is looked for.</param>
    /// <param name="end">Up to where.</param>
    public long GroupAfter(long place, long end)
    {
        var (window, proof) = (new LookWindow(), new LookWindow());
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        while (place < end)
        {
            window.Fill(_file, place, HeaderLength + sizeof(long));
            var rest = window.At(place);
            if (rest.Length < HeaderLength + sizeof(long)) return -1;
            var found = rest[HeaderLength..].IndexOf(s_beginning);
            if (found < 0)
            {
                place += rest.Length - HeaderLength - sizeof(long) + 1;
                continue;
            }

            place += found;
            proof.Clear();
            if (!Read(place, proof, hash).IsEmpty && proof.IsWhole) return place;
            place++;
        }

        return -1;
    }

    /// <summary>Notes from where the end is found soon, for whoever opens the file next. Not in the turn: it takes it for a moment.</summary>
    public void NoteEnd()
    {
        var group = Volatile.Read(ref _lastGroup);
        if (!_isSynced || Math.Abs(group - _noted) < BetweenNotes) return;
        _turn.Enter();
        try
        {
            var heading = Heading;
            _noted = group = _lastGroup;
            if (heading is { IsOld: false } && heading.Generation == _lastGroupOf && group > heading.Last) (heading with { Last = group }).Write(_file);
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Nothing before a place is read again: the table holds it, on the disk. The disk gets its room back, but for what is kept. Not in the turn.</summary>
    /// <param name="generation">The generation that is meant.</param>
    /// <param name="place">Where a group begins.</param>
    public void BeginAt(long generation, long place)
    {
        if (!Begin(generation, place) || place - _emptied < LeastEmptied) return;

        // Known on the disk first: whoever began earlier would find nothing there, and take it for the end.
        DiskSync.Sync(_file);
        _turn.Enter();
        try
        {
            if (Heading.Generation == generation && DiskRoom.GiveBack(_file, _emptied, place - _emptied)) _emptied = place;
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Begins a new generation: nothing that stands is read again.</summary>
    public void Reset()
    {
        var heading = new LookHeading(Heading.Generation + 1, Start, Start);
        heading.Write(_file);
        Stand(heading.Generation, Start);
        (_room, _lastGroup, _emptied) = (0, Start, KeptRoom);

        // To write over room that is there costs less than to make more; what was needed once only goes back to the disk.
        if (RandomAccess.GetLength(_file) > KeptRoom) RandomAccess.SetLength(_file, KeptRoom);
    }

    public void Dispose()
    {
        _turn.Dispose();
        _file.Dispose();
    }

    // To write over what is there takes the disk a fifth of the time that a file takes which grows: then the system has its own records to bring there as well.
    // What stands behind the end means nothing, and zeros are an end.
    private void MakeRoom(long end)
    {
        var length = RandomAccess.GetLength(_file);
        _room = length;
        if (!_isSynced || end < length) return;
        try
        {
            for (var full = end + Math.Clamp(end, LeastRoom, MostRoom); _room < full; _room += s_zeros.Length) RandomAccess.Write(_file, s_zeros, _room);
        }
        catch (IOException)
        {
            // A disk without room for zeros may have some for looks: the group stands already.
            _room = RandomAccess.GetLength(_file);
        }
    }

    private bool Lacks(long standing) => standing > Start && RandomAccess.GetLength(_file) < standing + Math.Min(standing, MostAhead);

    // Where the file ends is asked in the turn: somebody may have made room meanwhile, and written there.
    private bool Extend()
    {
        _turn.Enter();
        try
        {
            var length = RandomAccess.GetLength(_file);
            for (var full = length + StepAhead; length < full; length += s_zeros.Length) RandomAccess.Write(_file, s_zeros, length);
            _room = length;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            _turn.Leave();
        }
    }

    private bool Begin(long generation, long place)
    {
        _turn.Enter();
        try
        {
            var heading = Heading;
            if (heading.IsOld || heading.Generation != generation || place <= heading.First) return false;
            (heading with { First = place, Last = Math.Max(heading.Last, place) }).Write(_file);
            return true;
        }
        finally
        {
            _turn.Leave();
        }
    }
}

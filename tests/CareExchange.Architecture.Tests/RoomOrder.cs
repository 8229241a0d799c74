namespace CareExchange.Architecture.Tests;

/// <summary>The order of folders inside a project, as rooms.txt gives it.</summary>
internal sealed class RoomOrder
{
    private readonly Dictionary<string, Dictionary<string, int>> _storeys = [];

    /// <summary>Reads rooms.txt: a project name at the margin, then indented lines of rooms from the ground up.</summary>
    public static RoomOrder Parse(string text)
    {
        var order = new RoomOrder();
        Dictionary<string, int>? rooms = null;
        var storey = 0;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ')
            {
                rooms = order._storeys[line] = [];
                continue;
            }

            if (rooms is null) throw new FormatException($"rooms.txt: '{line.Trim()}' stands before any project.");
            foreach (var room in line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) rooms.Add(room, storey);
            storey++;
        }

        return order;
    }

    /// <summary>Says every place where a file names a room that does not lie below its own; nothing when all walls stand.</summary>
    public IEnumerable<string> Check(IReadOnlyCollection<SourceFile> sources)
    {
        var typesByRoom = sources.Where(file => file.Room is not null).ToLookup(
            file => (file.Project, file.Room), file => Path.GetFileNameWithoutExtension(file.Path).Split('.')[0]);

        foreach (var file in sources)
        {
            if (!_storeys.TryGetValue(file.Project, out var rooms))
            {
                yield return $"{file}: {file.Project} is not in rooms.txt.";
                continue;
            }

            if (file.Room is not { } own) continue;
            if (!rooms.TryGetValue(own, out var storey))
            {
                yield return $"{file}: the room {own} is not in rooms.txt.";
                continue;
            }

            var code = CSharpText.WithoutCommentsAndStrings(file.Text);
            foreach (var (named, other) in rooms.Where(room => room.Key != own && room.Value >= storey))
            {
                if (CSharpText.Names(code, $"{file.Project}.{named}") || typesByRoom[(file.Project, named)].Any(type => CSharpText.Names(code, $"{named}.{type}")))
                    yield return $"{file}: {own} names {named}, {(other == storey ? "its neighbour" : "which lies above it")}.";
            }
        }
    }
}

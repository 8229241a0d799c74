using System.Buffers.Binary;
using System.Text;

namespace CareExchange.Mapping.Tests;

/// <summary>Writes a small .xls: one sheet of texts and numbers, BIFF8 records ([MS-XLS]) in a compound file ([MS-CFB]).</summary>
internal static class Workbook97
{
    private const int Sector = 512;

    public static byte[] Write(string sheet, object?[][] rows)
    {
        using var book = new MemoryStream();
        Record(book, 0x0809, [.. Short(0x0600), .. Short(0x0005), .. new byte[12]]);
        Record(book, 0x0042, Short(1200));
        Record(book, 0x00E0, new byte[20]);
        var position = (int)book.Length + 4;
        byte[] name = Encoding.Unicode.GetBytes(sheet);
        Record(book, 0x0085, [0, 0, 0, 0, .. Short(0), (byte)sheet.Length, 1, .. name]);
        Record(book, 0x000A, []);
        var start = (int)book.Length;
        Record(book, 0x0809, [.. Short(0x0600), .. Short(0x0010), .. new byte[12]]);
        Record(book, 0x0200, [.. Int(0), .. Int(rows.Length), .. Short(0), .. Short(rows.Max(row => row.Length)), .. Short(0)]);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++) Cell(book, row, column, rows[row][column]);
        }

        Record(book, 0x000A, []);
        var bytes = book.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(position), start);
        return Container(bytes);
    }

    private static void Cell(MemoryStream book, int row, int column, object? value)
    {
        byte[] place = [.. Short(row), .. Short(column), .. Short(0)];
        if (value is string text) Record(book, 0x0204, [.. place, .. Short(text.Length), 1, .. Encoding.Unicode.GetBytes(text)]);
        else if (value is not null) Record(book, 0x0203, [.. place, .. BitConverter.GetBytes(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))]);
    }

    private static void Record(MemoryStream book, int type, byte[] body)
    {
        book.Write(Short(type));
        book.Write(Short(body.Length));
        book.Write(body);
    }

    // Sector 0 is the allocation table, 1 the directory, the stream follows. Streams of less than 4,096 bytes would stand elsewhere.
    private static byte[] Container(byte[] stream)
    {
        var sectors = Math.Max(8, (stream.Length + Sector - 1) / Sector);
        var file = new byte[Sector * (3 + sectors)];
        byte[] head = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16], .. Short(0x3E), .. Short(3), .. Short(0xFFFE), .. Short(9), .. Short(6), .. new byte[10], .. Int(1), .. Int(1), .. Int(0), .. Int(4096), .. Int(-2), .. Int(0), .. Int(-2), .. Int(0), .. Int(0)];
        head.CopyTo(file, 0);
        file.AsSpan(head.Length, Sector - head.Length).Fill(0xFF);
        var table = file.AsSpan(Sector, Sector);
        table.Fill(0xFF);
        BinaryPrimitives.WriteInt32LittleEndian(table, -3);
        BinaryPrimitives.WriteInt32LittleEndian(table[4..], -2);
        for (var i = 0; i < sectors; i++) BinaryPrimitives.WriteInt32LittleEndian(table[((2 + i) * 4)..], i == sectors - 1 ? -2 : 3 + i);
        Entry("Root Entry", 5, 1, -2, 0).CopyTo(file, Sector * 2);
        Entry("Workbook", 2, -1, 2, sectors * Sector).CopyTo(file, (Sector * 2) + 128);
        stream.CopyTo(file, Sector * 3);
        return file;
    }

    private static byte[] Entry(string name, byte type, int child, int start, int size)
    {
        var entry = new byte[128];
        Encoding.Unicode.GetBytes(name).CopyTo(entry, 0);
        Short((name.Length + 1) * 2).CopyTo(entry, 64);
        entry[66] = type;
        entry[67] = 1;
        Int(-1).CopyTo(entry, 68);
        Int(-1).CopyTo(entry, 72);
        Int(child).CopyTo(entry, 76);
        Int(start).CopyTo(entry, 116);
        Int(size).CopyTo(entry, 120);
        return entry;
    }

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}

using System.Threading.Channels;
using CareExchange.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace CareExchange.Server.Tests.Hosting;

public sealed class DatabaseAbsenceTests
{
    [Fact]
    public async Task An_absence_is_told_of_as_it_begins_and_once_nobody_has_missed_the_database_for_a_while()
    {
        var (clock, log) = (new FiredClock(), new KeptLog());
        var absence = new DatabaseAbsence(clock, log);

        Assert.False(absence.Explains(new InvalidOperationException("of 김가온")));
        for (var number = 0; number < 3; number++) Assert.True(absence.Explains(new TimeoutException("of 김가온")));
        Assert.Equal(5011, (await log.Entries.Reader.ReadAsync(TestContext.Current.CancellationToken)).Id);

        // Two more came while the first ten seconds passed, and nobody in the next ten.
        await clock.FireAsync();
        Assert.False(log.Entries.Reader.TryPeek(out _));
        await clock.FireAsync();
        var back = await log.Entries.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((5012, "The database has been usable for ten seconds; it was missed 3 times"), back);

        Assert.True(absence.Explains(new TimeoutException("of 김가온")));
        var (id, text) = await log.Entries.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5011, id);
        Assert.DoesNotContain("김가온", text, StringComparison.Ordinal);
    }

    // Time passes when the test says so.
    private sealed class FiredClock : TimeProvider
    {
        private readonly Channel<Action> _waiting = Channel.CreateUnbounded<Action>();

        public async Task FireAsync() => (await _waiting.Reader.ReadAsync(TestContext.Current.CancellationToken))();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.True(_waiting.Writer.TryWrite(() => callback(state)));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class KeptLog : ILogger<DatabaseAbsence>
    {
        public Channel<(int Id, string Text)> Entries { get; } = Channel.CreateUnbounded<(int, string)>();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Assert.True(Entries.Writer.TryWrite((eventId.Id, formatter(state, exception))));
    }
}

namespace CustodyConsole.Domain;

/// <summary>
/// A row of the custody database that the writer keeps. Its id is given by the writer in time order, never by the database.
/// </summary>
public abstract class Row
{
    /// <summary>The key, given by the writer in time order.</summary>
    public long Id { get; internal set; }

    /// <summary>True between being added and being committed: the writer inserts it as it then stands.</summary>
    internal bool IsNew { get; set; }

    /// <summary>A copy as the row stands now, kept so that a refused operation can be undone in memory.</summary>
    internal Row Copy() => (Row)MemberwiseClone();
}

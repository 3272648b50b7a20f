namespace CustodyConsole.Domain.Writing;

/// <summary>
/// The rows of one table as the writer knows them: read on demand, changed in memory, written once per group. A row exists once, so what
/// an earlier operation of the group changed is what a later one sees. A refused operation is undone here and nowhere else.
/// </summary>
public sealed class Rows<T> : IRows where T : Row
{
    private readonly Books _books;
    private readonly bool _keepAcrossGroups;
    private readonly bool _appendOnly;
    private readonly Dictionary<long, T?> _byId = [];
    private readonly List<T> _added = [];
    private readonly Dictionary<T, T> _changed = new(ReferenceEqualityComparer.Instance);
    private readonly List<(T Row, T Before)> _editsOfOperation = [];
    private readonly HashSet<T> _editedInOperation = new(ReferenceEqualityComparer.Instance);
    private readonly List<IIndex<T>> _indexes = [];
    private readonly HashSet<long> _wanted = [];
    private int _addedBeforeOperation;

    /// <summary>The rows of one table, inside <paramref name="books"/>.</summary>
    /// <param name="books">The books they belong to.</param>
    /// <param name="map">How they are read and written.</param>
    /// <param name="keepAcrossGroups">True where this process is the only writer, so that what it knows stays true.</param>
    /// <param name="appendOnly">True for rows that no operation looks at again.</param>
    internal Rows(Books books, TableMap<T> map, bool keepAcrossGroups = false, bool appendOnly = false)
    {
        _appendOnly = appendOnly;
        _books = books;
        Table = map;
        _keepAcrossGroups = keepAcrossGroups;
    }

    internal TableMap<T> Table { get; }

    internal Books Books => _books;

    internal IReadOnlyList<T> Added => _added;

    /// <summary>Changed rows, each with its state before the group.</summary>
    internal IReadOnlyDictionary<T, T> Changed => _changed;

    /// <summary>The row with this id; null where there is none.</summary>
    public T? Find(long id)
    {
        if (_byId.TryGetValue(id, out var known)) return known;
        var row = _books.Store.Query(Table, "\"id\" = {0}", id).Select(Know).FirstOrDefault();
        if (row is null) _byId[id] = null;
        return row;
    }

    /// <summary>The row with this id; that there is none is a bug.</summary>
    public T Get(long id) => Find(id) ?? throw new InvalidOperationException($"{typeof(T).Name} {id} does not exist.");

    /// <summary>Adds a row and gives it its key.</summary>
    public T Add(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Id == 0) row.Id = _books.NewKey();
        row.IsNew = true;
        if (!_appendOnly) _byId[row.Id] = row;
        _added.Add(row);
        foreach (var index in _indexes) index.Added(row);
        return row;
    }

    /// <summary>Says that the row is about to change: call it before the first change in an operation.</summary>
    public T Edit(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!_editedInOperation.Add(row)) return row;
        var before = (T)row.Copy();
        _editsOfOperation.Add((row, before));
        // A row that this group added is inserted as it stands at the end of the group; only older rows are updated.
        if (!row.IsNew) _changed.TryAdd(row, before);
        return row;
    }

    /// <summary>
    /// Rows that a seldom question is about, for which no index is kept: those in the database that fit <paramref name="where"/> and
    /// those that this group added or changed, each once and as it stands now, as long as it fits <paramref name="matches"/>, which says
    /// all that <paramref name="where"/> says.
    /// </summary>
    internal IEnumerable<T> Search(Func<T, bool> matches, string where, params object[] arguments)
    {
        var found = _books.Store.Query(Table, where, arguments).Select(Know).Where(matches).ToList();
        // The database still has what this group changed as it was before, so it may not have found them.
        var ofGroup = _changed.Keys.Where(matches).Except(found).Concat(_added.Where(matches)).ToList();
        return ofGroup.Count == 0 ? found : [.. found, .. ofGroup];
    }

    /// <summary>Rows to be read together with those of the whole group, where a round trip is dear.</summary>
    public void Want(long id)
    {
        // A file in the same process reads rows as cheaply one by one.
        if (!_books.Store.IsOnlyWriter && !_byId.ContainsKey(id)) _wanted.Add(id);
    }

    internal KeyIndex<T, TKey> IndexBy<TKey>(
        Func<T, TKey> keyOf, string[] columns, Func<TKey, object[]> valuesOf, string? also = null)
        where TKey : notnull
    {
        var index = new KeyIndex<T, TKey>(this, keyOf, columns, valuesOf, also);
        _indexes.Add(index);
        return index;
    }

    internal SetIndex<T> SetBy(Func<T, long?> keyOf, string column, string? also = null)
    {
        var index = new SetIndex<T>(this, keyOf, column, also);
        _indexes.Add(index);
        return index;
    }

    /// <summary>Takes a row that was read, unless it is known already: then the known one stands.</summary>
    internal T Know(T row)
    {
        if (_byId.TryGetValue(row.Id, out var known) && known is not null) return known;
        _byId[row.Id] = row;
        foreach (var index in _indexes) index.Read(row);
        return row;
    }

    void IRows.CollectWanted(List<IWantedRows> into)
    {
        if (_wanted.Count > 0) into.Add(new WantedRows<T>(Table, "\"id\" = ANY({0})", [_wanted.ToArray()], row => Know(row)));
        _wanted.Clear();
        foreach (var index in _indexes) index.CollectWanted(into);
    }

    void IRows.BeginOperation()
    {
        _addedBeforeOperation = _added.Count;
        _editsOfOperation.Clear();
        _editedInOperation.Clear();
    }

    void IRows.UndoOperation()
    {
        foreach (var (row, before) in _editsOfOperation) Table.Restore(row, before);
        for (var i = _added.Count - 1; i >= _addedBeforeOperation; i--)
        {
            var row = _added[i];
            _byId.Remove(row.Id);
            foreach (var index in _indexes) index.Removed(row);
        }

        _added.RemoveRange(_addedBeforeOperation, _added.Count - _addedBeforeOperation);
    }

    void IRows.EndGroup(bool committed)
    {
        foreach (var row in _added) row.IsNew = false;
        _added.Clear();
        _changed.Clear();
        _editsOfOperation.Clear();
        _editedInOperation.Clear();
        _wanted.Clear();
        _addedBeforeOperation = 0;
        // What is in memory is only as good as what was committed: after a failure everything is read again.
        if (committed && _keepAcrossGroups && _byId.Count < Books.KeptRowsMax) return;
        _byId.Clear();
        foreach (var index in _indexes) index.Clear();
    }

    int IRows.Count => _added.Count + _changed.Count;

    void IRows.Write(IGroupWrite write)
    {
        if (_added.Count > 0) write.Insert(Table, _added);
        if (_changed.Count > 0) write.Update(Table, _changed);
    }
}

/// <summary>What <see cref="Books"/> does with every table.</summary>
internal interface IRows
{
    int Count { get; }

    void CollectWanted(List<IWantedRows> into);

    void BeginOperation();

    void UndoOperation();

    void EndGroup(bool committed);

    void Write(IGroupWrite write);
}

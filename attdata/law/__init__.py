"""Who is what on a day, and by which article.

In come a treaty's rules and the actions of States; out go the days on which an action takes effect,
the status of every State in intervals, and the States over which a rate is counted.
"""

//! The group writer: one thread takes closures from a queue, runs each in a savepoint, commits the
//! group, and answers after the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::{mpsc, oneshot};

use super::connect::{self, Address, DbConn};
use crate::db::on_each;
use crate::error::{AppError, AppResult};

/// Closures in one commit, at most.
const GROUP_MAX: usize = 256;
/// No closure is taken into a group older than this.
const GROUP_AGE_MAX: Duration = Duration::from_millis(10);
/// Closures that wait, at most; beyond it a caller waits to queue.
const QUEUE_MAX: usize = 4096;
/// Tries to reach a lost database before the waiting closure is answered with an error.
const CONNECT_TRIES: u32 = 3;

/// Tells one caller how its closure went, once the group's fate is known.
type Reply = Box<dyn FnOnce(Fate) + Send>;
type Job = Box<dyn FnOnce(&mut DbConn) -> (Health, Reply) + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Committed,
    Lost,
}

/// Whether the outer transaction still stands after a closure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Sound,
    Broken,
}

pub(super) struct Writer {
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(address: Address) -> AppResult<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        let conn = address.connect().map_err(|e| AppError::internal(e.to_string()))?;
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || work(&address, conn, jobs))
            .map_err(|e| AppError::internal(e.to_string()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    pub(super) async fn run<T, F>(&self, action: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        let (job, answer) = job(action);
        let queue = self.queue.as_ref().ok_or(AppError::Unavailable)?;
        queue.send(job).await.map_err(|_closed| AppError::Unavailable)?;
        answer.await.map_err(|_gone| AppError::Unavailable)?
    }

    pub(super) fn run_blocking<T, F>(&self, action: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
    {
        // A thread of its own, because a runtime's thread (as when a server starts) may not wait.
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let (job, answer) = job(action);
                let queue = self.queue.as_ref().ok_or(AppError::Unavailable)?;
                queue.blocking_send(job).map_err(|_closed| AppError::Unavailable)?;
                answer.blocking_recv().map_err(|_gone| AppError::Unavailable)?
            });
            waiting.join().unwrap_or(Err(AppError::Unavailable))
        })
    }
}

/// Ends the thread after what is queued has been written.
impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn job<T, F>(action: F) -> (Job, oneshot::Receiver<AppResult<T>>)
where
    T: Send + 'static,
    F: FnOnce(&mut DbConn) -> AppResult<T> + Send + 'static,
{
    let (tell, answer) = oneshot::channel();
    let job: Job = Box::new(move |conn| {
        let (health, result) = in_savepoint(conn, action);
        let reply: Reply = Box::new(move |fate| {
            let answer = match (fate, result) {
                (Fate::Committed, result) => result,
                (Fate::Lost, Err(error @ AppError::Internal(_))) => Err(error),
                (Fate::Lost, _) => Err(AppError::Unavailable),
            };
            let _ = tell.send(answer);
        });
        (health, reply)
    });
    (job, answer)
}

/// Runs one closure in a savepoint; a refusal or a panic undoes just that closure.
fn in_savepoint<T>(
    conn: &mut DbConn,
    action: impl FnOnce(&mut DbConn) -> AppResult<T>,
) -> (Health, AppResult<T>) {
    if let Err(error) = on_each!(conn, |c| AnsiTransactionManager::begin_transaction(c)) {
        return (Health::Broken, Err(error.into()));
    }
    let result = catch_unwind(AssertUnwindSafe(|| action(conn)))
        .unwrap_or_else(|_panic| Err(AppError::internal("a write panicked and was undone")));
    let ended = if result.is_ok() {
        on_each!(conn, |c| AnsiTransactionManager::commit_transaction(c))
    } else {
        on_each!(conn, |c| AnsiTransactionManager::rollback_transaction(c))
    };
    match ended {
        // The group's own BEGIN is one, the savepoint was two.
        Ok(()) if depth(conn) == Some(1) => (Health::Sound, result),
        Ok(()) => (Health::Broken, Err(AppError::internal("the savepoint lost its transaction"))),
        Err(error) => (Health::Broken, result.and(Err(error.into()))),
    }
}

fn depth(conn: &mut DbConn) -> Option<u32> {
    use diesel::connection::TransactionManagerStatus;
    fn of(status: &mut TransactionManagerStatus) -> Option<u32> {
        status.transaction_depth().ok().flatten().map(std::num::NonZero::get)
    }
    on_each!(conn, |c| of(AnsiTransactionManager::transaction_manager_status_mut(c)))
}

fn work(address: &Address, conn: DbConn, mut jobs: mpsc::Receiver<Job>) {
    let mut conn = Some(conn);
    while let Some(first) = jobs.blocking_recv() {
        let Some(mut sound) = begun(address, conn.take()) else {
            refuse_all(first, &mut jobs);
            continue;
        };
        if write_group(&mut sound, first, &mut jobs) == Health::Sound {
            conn = Some(sound);
        }
    }
}

/// Answers a closure, and all that wait behind it, with `Unavailable`: each would else wait as long as
/// the first did. Dropping a job drops its answer's sender, which is how its caller hears.
fn refuse_all(first: Job, jobs: &mut mpsc::Receiver<Job>) {
    drop(first);
    while let Ok(job) = jobs.try_recv() {
        drop(job);
    }
}

/// A connection inside a fresh transaction; reconnects when the one at hand is lost.
fn begun(address: &Address, mut conn: Option<DbConn>) -> Option<DbConn> {
    for _ in 0..CONNECT_TRIES {
        let mut candidate = match conn.take() {
            Some(conn) => conn,
            None => match address.connect() {
                Ok(conn) => conn,
                Err(error) => {
                    tracing::error!(%error, "the database does not answer");
                    continue;
                }
            },
        };
        match connect::begin_write(&mut candidate) {
            Ok(()) => return Some(candidate),
            Err(error) => tracing::error!(%error, "no transaction could begin"),
        }
    }
    None
}

fn write_group(conn: &mut DbConn, first: Job, jobs: &mut mpsc::Receiver<Job>) -> Health {
    let started = Instant::now();
    let mut replies = Vec::new();
    let mut next = Some(first);
    let mut health = Health::Sound;
    while let Some(job) = next.take() {
        let (after, reply) = job(conn);
        replies.push(reply);
        health = after;
        let may_grow = replies.len() < GROUP_MAX && started.elapsed() < GROUP_AGE_MAX;
        if health == Health::Sound && may_grow {
            next = jobs.try_recv().ok();
        }
    }
    if health == Health::Sound {
        let committed = on_each!(conn, |c| AnsiTransactionManager::commit_transaction(c));
        if let Err(error) = committed {
            tracing::error!(%error, replies = replies.len(), "a group's commit was lost");
            health = Health::Broken;
        }
    }
    let fate = if health == Health::Sound { Fate::Committed } else { Fate::Lost };
    for reply in replies {
        reply(fate);
    }
    health
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_behind_a_write_that_cannot_begin_is_answered_with_it() {
        let (queue, mut jobs) = mpsc::channel(8);
        let (first, first_answer) = job(|_tx| Ok(1));
        let mut answers = vec![first_answer];
        for number in 2..=3 {
            let (next, answer) = job(move |_tx| Ok(number));
            assert!(queue.try_send(next).is_ok());
            answers.push(answer);
        }
        refuse_all(first, &mut jobs);
        for mut answer in answers {
            assert!(matches!(answer.try_recv(), Err(oneshot::error::TryRecvError::Closed)));
        }
        assert!(jobs.is_empty());
    }
}
